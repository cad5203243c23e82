"""The page, looked at by a browser that has no network."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest

from kg.model import Document, Entity, Knowledge
from kg.terms import EntityType, Phase, Relation
from kg.views import network
from kg.views.network import Choice, Show
from tests.knowledge import KNOWLEDGE, SCRIPT, evidence, statement

R, T = Relation, EntityType


def test_the_page_names_no_outside_address():
    page = network(KNOWLEDGE)
    outside = re.findall(
        r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//[^"'\s>]+|@import|url\(\s*["']?https?:""", page
    )
    assert outside == []
    assert "default-src 'none'" in page


def test_no_string_of_a_document_is_markup():
    assert SCRIPT not in network(KNOWLEDGE, title=SCRIPT)


def test_an_empty_graph_gives_a_page():
    assert "<html" in network(Knowledge())


def large(companies=60):
    """A graph in the shape of an industry: companies, each with drugs, diseases and partners; 280 nodes of 60 companies."""
    entities, statements = [], []
    for c in range(companies):
        entities.append(Entity(id=f"company/c{c}", type=T.COMPANY, name=f"Company {c} Therapeutics"))
        for d in range(3):
            drug = f"drug/d{c}-{d}"
            entities.append(Entity(id=drug, type=T.DRUG, name=f"DRG-{c}{d}"))
            statements.append(statement(10_000 + c * 10 + d, R.DEVELOPS, f"company/c{c}", drug))
            statements.append(statement(20_000 + c * 10 + d, R.STUDIED_FOR, drug, f"indication/i{(c * 3 + d) % 40}"))
        if c:
            statements.append(statement(30_000 + c, R.PARTNERS_WITH, f"company/c{c // 3}", f"company/c{c}"))
    entities += [Entity(id=f"indication/i{i}", type=T.INDICATION, name=f"disease number {i}") for i in range(40)]
    return Knowledge(documents=KNOWLEDGE.documents, entities=tuple(entities), statements=tuple(statements))


@pytest.fixture
def opened(visit):
    def open_(knowledge, address="", title="Drug pipelines", limit=5000, **choice):
        browser = visit(network(knowledge, Choice.of(**choice), title=title, limit=limit), address)
        assert browser.get_log("browser") == []
        assert browser.execute_script("return typeof window.page") == "object"
        return browser

    return open_


def run(browser, script, *arguments):
    return browser.execute_script(script, *arguments)


def shown(browser):
    return set(run(browser, "return page.scene.nodes.map(n => page.NODES[n]?.id ?? n)"))


def panel(browser):
    return run(browser, "return document.getElementById('about').innerText")


def pick(browser, id_):
    run(browser, "page.pick(page.NUMBER.get(arguments[0]))", id_)


def focus(browser, *ids):
    run(browser, "page.focusOn(arguments[0].map(i => page.NUMBER.get(i)))", list(ids))


def press(browser, *keys, into="#graph"):
    from selenium.webdriver.common.by import By

    browser.find_element(By.CSS_SELECTOR, into).send_keys(*keys)


def click(browser, text, within="body"):
    """Click the button or label of a text."""
    from selenium.webdriver.common.by import By

    found = [
        e
        for e in browser.find_elements(By.CSS_SELECTOR, f"{within} button, {within} label, {within} summary")
        if text in e.text.split("\n") or e.text == text
    ]
    assert found, text
    found[0].click()


ORGANIZATIONS = {
    "agency/nci",
    "company/alpha-bio",
    "company/script",
    "company/zeta-pharma",
    "university/probe-centre",
}


def test_the_page_opens_with_organizations_and_asks_nothing_of_the_network(opened):
    browser = opened(KNOWLEDGE, title=f"Title {SCRIPT}")
    assert shown(browser) == ORGANIZATIONS
    assert run(browser, "return window.pwned") is None
    assert SCRIPT in run(browser, "return document.querySelector('h1').textContent")
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"]
    assert [u for u in urls if not u.startswith(("file:", "data:", "blob:", "chrome:"))] == []
    pixels = run(
        browser,
        "const c = document.querySelector('canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        "let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n",
    )
    assert pixels > 1000


@pytest.mark.parametrize(
    ("show", "more"),
    [
        (Show.PROGRAMS, {"drug/abc-131", "indication/multiple-myeloma"}),
        (Show.ALL, {"drug/abc-131", "person/anna-berg", "target/cd38", "place/oslo-norway"}),
    ],
)
def test_programs_and_all_else_come_when_asked_for(opened, show, more):
    browser = opened(KNOWLEDGE, show=show)
    assert shown(browser) >= ORGANIZATIONS | more
    click(browser, "Organizations", "header")
    assert shown(browser) == ORGANIZATIONS
    click(browser, {"programs": "Programs", "all": "Everything"}[show], "header")
    assert shown(browser) >= ORGANIZATIONS | more


def test_what_is_joined_to_nothing_stands_in_a_list(opened):
    browser = opened(KNOWLEDGE)
    for heading in run(
        browser, "return [...document.querySelectorAll('#about .list summary')].map(s => s.textContent)"
    ):
        click(browser, heading, "#about")
    listed = panel(browser)
    assert "Rare Disease Fund" in listed
    assert "Alpha Pharma" in listed
    assert "Anna Berg" not in listed


def test_a_company_opens_its_programs(opened):
    browser = opened(KNOWLEDGE)
    pick(browser, "company/alpha-bio")
    assert "1 program · Approved · multiple myeloma" in panel(browser)
    click(browser, "Open programs", "#about")
    assert shown(browser) == ORGANIZATIONS | {"drug/abc-131"}
    assert "open=company%2Falpha-bio" in browser.current_url
    click(browser, "Close programs", "#about")
    assert shown(browser) == ORGANIZATIONS


def test_hostile_names_are_shown_as_text(opened):
    browser = opened(KNOWLEDGE)
    pick(browser, "company/script")
    assert SCRIPT in panel(browser)
    assert "onerror" in panel(browser)
    assert run(browser, "return window.pwned") is None


def test_search_finds_by_alias_and_focuses(opened):
    browser = opened(KNOWLEDGE)
    press(browser, "abc131", into="#search")
    assert "ABC 131" in run(browser, "return document.querySelector('.hits').innerText")
    press(browser, "\ue007", into="#search")  # Enter
    assert run(browser, "return page.state.focus.map(n => page.NODES[n].id)") == ["drug/abc-131"]
    assert {"drug/abc-131", "target/cd38", "company/alpha-bio"} <= shown(browser)
    assert "ABC 131" in panel(browser)


def test_the_trail_goes_back_and_forward_and_a_link_brings_the_same(opened):
    browser = opened(KNOWLEDGE)
    focus(browser, "agency/nci")
    first = shown(browser)
    focus(browser, "drug/abc-131", "company/zeta-pharma")
    second, link = shown(browser), browser.current_url
    assert first != second
    browser.back()
    assert shown(browser) == first
    browser.back()
    assert shown(browser) == ORGANIZATIONS
    browser.forward()
    browser.forward()
    assert shown(browser) == second
    browser.get("about:blank")
    browser.get(link)
    assert shown(browser) == second
    assert "ABC 131" in run(browser, "return document.getElementById('trail').innerText")


@pytest.mark.parametrize(
    "address", ["#focus=drug%2Fgone", "#show=%E0%A4%A", "#depth=x&look=99&pick=zz&until=soon", "#="]
)
def test_an_address_that_names_nothing_opens_the_whole(opened, address):
    assert shown(opened(KNOWLEDGE, address)) == ORGANIZATIONS


def test_filters_hide_types_relations_kinds_and_few_sources(opened):
    browser = opened(KNOWLEDGE, show="all")
    click(browser, "Drugs", "#types")
    assert not any(id_.startswith("drug/") for id_ in shown(browser))
    click(browser, "Drugs", "#types")
    assert "drug/abc-131" in shown(browser)
    click(browser, "funds", "#relations")
    assert "agency/nci" not in shown(browser)
    click(browser, "manufacturing", "#kinds")
    labels = run(browser, "return page.scene.links.flatMap(l => l.statements).map(s => s.kind).filter(Boolean)")
    assert labels == ["licensing"]
    run(browser, "page.change({sources: 2})")
    assert shown(browser) == {"drug/abc-131", "indication/multiple-myeloma"}


def test_phases_filter_programs(opened):
    knowledge = Knowledge(
        entities=tuple(
            Entity(id=i, type=T(i.partition("/")[0]), name=i)
            for i in ("company/a", "company/b", "company/c", "drug/far", "drug/near")
        ),
        statements=(
            statement(1, R.DEVELOPS, "company/a", "drug/far", phase=Phase.PHASE_3),
            statement(2, R.DEVELOPS, "company/b", "drug/near", phase=Phase.PHASE_1),
            statement(3, R.PARTNERS_WITH, "company/b", "company/c"),
            statement(4, R.PARTNERS_WITH, "company/a", "company/b"),
        ),
    )
    browser = opened(knowledge, show="programs")
    run(browser, "page.change({phase: 4})")  # phase 2 or further
    assert shown(browser) == {"company/a", "company/b", "drug/far"}


def test_a_date_shows_what_was_known_and_what_is_new(opened):
    documents = tuple(
        Document(id=f"d{y}", sha256="0" * 64, text="", published=f"{y}-05-01", title=f"News of {y}")
        for y in (2021, 2022, 2023)
    )
    pairs = {2021: ("a", "b"), 2022: ("b", "c"), 2023: ("c", "d")}
    knowledge = Knowledge(
        documents=documents,
        entities=tuple(Entity(id=f"company/{n}", type=T.COMPANY, name=f"Company {n}") for n in "abcd"),
        statements=tuple(
            statement(y, R.PARTNERS_WITH, f"company/{a}", f"company/{b}", evidence(f"d{y}", 1, f"Said in {y}."))
            for y, (a, b) in pairs.items()
        ),
    )
    browser = opened(knowledge)
    move = (
        "const s = document.getElementById(arguments[0]); s.value = arguments[1]; s.dispatchEvent(new Event('input'))"
    )
    run(browser, move, "until", 2)
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    assert shown(browser) == {"company/a", "company/b", "company/c"}
    run(browser, move, "since", 1)
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    assert "until=2022-05-01" in browser.current_url
    assert "New since 1 May 2022: 1 statement" in panel(browser)
    assert "Company b partners with Company c" in panel(browser)


def test_one_line_counts_parallel_statements_and_opens_them(opened):
    browser = opened(KNOWLEDGE)
    ends = sorted(run(browser, "return ['company/alpha-bio', 'company/zeta-pharma'].map(i => page.NUMBER.get(i))"))
    run(browser, "page.change({pick: arguments[0]})", "-".join(map(str, ends)))
    assert "2 statements" in panel(browser)
    assert "partners with" in panel(browser)
    assert "licenses to" in panel(browser)
    assert "€5M" in panel(browser)


def test_a_line_shows_the_sentence_the_document_and_how_often_it_is_said(opened):
    browser = opened(KNOWLEDGE, show="programs")
    focus(browser, "indication/multiple-myeloma")
    head = next(
        t
        for t in run(
            browser, "return [...document.querySelectorAll('#about .statement > summary')].map(s => s.innerText)"
        )
        if "2 documents" in t
    )
    assert "2 sentences, 2 documents" in head
    run(browser, "document.querySelectorAll('#about .statement').forEach(d => { d.open = true })")
    browser.execute_async_script("setTimeout(arguments[0], 50)")
    told = panel(browser)
    assert "ABC 131 is in Phase 1 for refractory multiple myeloma." in told
    assert "28 Nov 2016" in told
    assert "texts/alpha-2016.txt" in told


def test_a_way_between_two_keeps_off_hubs_where_it_can(opened):
    browser = opened(KNOWLEDGE)
    run(browser, "page.change({path: ['agency/nci', 'target/cd38'].map(i => page.NUMBER.get(i))})")
    assert shown(browser) == {"agency/nci", "company/alpha-bio", "drug/abc-131", "target/cd38"}
    assert "3 steps" in panel(browser)
    run(browser, "page.change({path: ['agency/nci', 'nonprofit/fund'].map(i => page.NUMBER.get(i))})")
    assert "Nothing that the filters let through joins the two." in panel(browser)


SCALES = (0.15, 0.4, 1.0, 2.5)


@pytest.mark.parametrize("show", list(Show))
def test_no_name_lies_on_another_and_the_best_joined_is_always_named(opened, show):
    browser = opened(large(), show=show)
    best = run(
        browser,
        "return page.scene.nodes.map(n => [page.net.getConnectedEdges(n).length, n]).sort((a, b) => b[0] - a[0])[0][1]",
    )
    counts = []
    for scale in SCALES:
        names = run(browser, "return page.setNames(arguments[0])", scale)
        counts.append(len(names))
        assert any(n.get("id") == best for n in names)
        boxes = [
            (n["x"] - n["width"] / 2, n["y"] - n["height"] / 2, n["x"] + n["width"] / 2, n["y"] + n["height"] / 2)
            for n in names
        ]
        for i, (left, t, r, b) in enumerate(boxes):
            for lo, to, ro, bo in boxes[:i]:
                assert not (left < ro - 1e-6 and lo < r - 1e-6 and t < bo - 1e-6 and to < b - 1e-6)
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_the_focus_shows_its_whole_name(opened):
    name = "A company whose name goes on for longer than any label should"
    long_ = Entity(id="company/long", type=T.COMPANY, name=name)
    other = Entity(id="company/b", type=T.COMPANY, name="Brook")
    knowledge = Knowledge(
        entities=(long_, other), statements=(statement(1, R.PARTNERS_WITH, "company/long", "company/b"),)
    )
    browser = opened(knowledge)
    assert name not in [n["text"] for n in run(browser, "return page.setNames(1)")]
    focus(browser, "company/long")
    assert name in [n["text"] for n in run(browser, "return page.setNames(1)")]


def test_too_large_a_view_shows_communities_that_open(opened):
    browser = opened(large(), limit=50)
    wide = shown(browser)
    assert wide
    assert all(id_.startswith("c") and id_[1:].isdigit() for id_ in wide)
    assert "Each disc" in panel(browser) or "each disc is a community" in panel(browser)
    click(browser, "Look into it", "#about") if "Look into it" in panel(browser) else run(
        browser, "page.change({look: 0})"
    )
    inside = shown(browser)
    assert inside
    assert all(id_.startswith("company/") for id_ in inside)
    browser.back()
    assert shown(browser) == wide
    focus(browser, "company/c7")
    assert "company/c7" in shown(browser)


def test_keys_alone_go_everywhere(opened):
    browser = opened(KNOWLEDGE)
    press(browser, "\ue014")  # right
    one = run(browser, "return page.state.pick")
    press(browser, "\ue014", "\ue015", "\ue012")
    assert run(browser, "return page.state.pick")
    assert one != ""
    press(browser, "f")
    assert len(run(browser, "return page.state.focus")) == 1
    press(browser, "\ue00c", "\ue00c")  # Escape
    assert run(browser, "return page.state.focus") == []
    before = run(browser, "return page.net.getScale()")
    press(browser, "+")
    assert run(browser, "return page.net.getScale()") > before
    press(browser, "?")
    assert run(browser, "return document.getElementById('help').open")
    press(browser, "\ue00c", into="body")
    assert not run(browser, "return document.getElementById('help').open")
    press(browser, "/", into="body")
    assert run(browser, "return document.activeElement.id") == "search"


def test_csv_has_what_is_drawn_and_runs_nothing(opened):
    hostile = Entity(id="company/sum", type=T.COMPANY, name='=HYPERLINK("http://x","y")')
    other = Entity(id="company/b", type=T.COMPANY, name="Brook, Ltd")
    knowledge = Knowledge(
        documents=KNOWLEDGE.documents,
        entities=(hostile, other),
        statements=(statement(1, R.PARTNERS_WITH, "company/b", "company/sum", kind="research"),),
    )
    browser = opened(knowledge)
    head, row = csv.reader(io.StringIO(run(browser, "return page.csv()")))
    told = dict(zip(head, row, strict=True))
    assert told["object"] == "'" + hostile.name
    assert told["subject"] == "Brook, Ltd"
    assert (told["relation"], told["kind"], told["document"]) == ("partners with", "research", "alpha-2016")
    assert told["sentence"] == "Sentence number 1 says so."


def test_svg_is_whole_and_holds_names_as_text(opened):
    browser = opened(KNOWLEDGE)
    text = run(browser, "return new XMLSerializer().serializeToString(page.svg())")
    tree = ElementTree.fromstring(text)
    texts = [e.text for e in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert "Alpha Bio, Inc." in texts
    assert any("<script>" in t for t in texts)
    assert not list(tree.iter("{http://www.w3.org/2000/svg}script"))


def test_paper_gets_the_drawing_and_a_table(opened):
    browser = opened(KNOWLEDGE)
    run(browser, "dispatchEvent(new Event('beforeprint'))")
    assert run(browser, "return document.querySelectorAll('#sheet svg line').length") > 3
    assert "Alpha Bio, Inc." in run(browser, "return document.querySelector('#sheet table').textContent")
    run(browser, "dispatchEvent(new Event('afterprint'))")
    assert run(browser, "return document.getElementById('sheet').childElementCount") == 0


def test_a_large_graph_opens_without_nodes_on_top_of_each_other(opened):
    browser = opened(large(), show="programs")
    assert len(shown(browser)) == 280
    places = run(browser, "return [...page.places.values()]")
    close = sum((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 < 25**2 for i, a in enumerate(places) for b in places[i + 1 :])
    assert close == 0


def test_a_node_without_neighbours_can_be_the_focus(opened):
    lonely = Entity(id="drug/alone", type=T.DRUG, name="Alone")
    browser = opened(Knowledge(entities=(lonely,)), focus=["drug/alone"])
    assert shown(browser) == {"drug/alone"}
    assert "Alone" in panel(browser)


def test_an_empty_store_says_so(opened):
    assert "There is nothing to draw" in panel(opened(Knowledge()))


def test_a_thousand_programs_and_odd_names_stand(opened):
    company = Entity(id="company/many", type=T.COMPANY, name="שלום " * 120)
    emoji = Entity(id="company/b", type=T.COMPANY, name="🧪" * 200)
    drugs = [Entity(id=f"drug/d{n}", type=T.DRUG, name=f"D-{n}") for n in range(1000)]
    knowledge = Knowledge(
        entities=(company, emoji, *drugs),
        statements=(
            statement(1, R.PARTNERS_WITH, "company/b", "company/many"),
            *(statement(10 + n, R.DEVELOPS, "company/many", d.id) for n, d in enumerate(drugs)),
        ),
    )
    browser = opened(knowledge)
    pick(browser, "company/many")
    run(browser, "page.change({open: page.state.pick.split('-').map(Number)})")
    assert len(shown(browser)) == 1002
    focus(browser, "company/many")
    assert 300 < len(shown(browser)) <= 400


PAYLOADS = [
    *(f"<{tag} {event}=boom()>" for tag in ("img src=x", "svg", "body", "details open", "video src=x") for event in ("onerror", "onload", "ontoggle", "onfocus autofocus")),
    *(f"{quote}{mark}boom(){end}" for quote in ("'", '"', "`", "") for mark, end in ((";", "//"), ("-", "-"), ("+", "+"), ("}}", "{{"), ("</script><script>", "</script>"))),
    "javascript:boom()", "data:text/html,<script>boom()</script>", "</title><script>boom()</script>", "<!--<script>", "]]><script>boom()</script>",
    "{{7*7}}{% raw %}", "${boom()}", "#{boom()}", "\u2028boom()\u2029", "\\u003cscript\\u003eboom()", "&lt;script&gt;boom()&lt;/script&gt;", "__proto__", "constructor",
    "<iframe srcdoc='<script>parent.boom()</script>'>", "<a href=javascript:boom()>x</a>", "<math><mtext><script>boom()</script>", "<style>@import 'http://x.test/';</style>",
    "<link rel=stylesheet href=http://x.test/>", "<base href=http://x.test/>", "%3Cscript%3Eboom()%3C/script%3E", "\u202eboom()", "a\x00b", "<x onclick=boom()>",
]  # fmt: skip


def test_sixty_hostile_strings_stay_text_everywhere(opened):
    assert len(PAYLOADS) >= 60
    entities, statements, documents = [], [], []
    for n, text in enumerate(PAYLOADS):
        entities += [
            Entity(id=f"company/c{n}", type=T.COMPANY, name=text, aliases=(text,)),
            Entity(id=f"drug/d{n}", type=T.DRUG, name=text),
        ]
        documents.append(Document(id=f"d{n}", sha256="0" * 64, text="", title=text, source=text, published="2024"))
        said = evidence(f"d{n}", 1, text)
        statements += [
            statement(1000 + n, R.DEVELOPS, f"company/c{n}", f"drug/d{n}", said),
            statement(
                2000 + n, R.PARTNERS_WITH, f"company/c{n}", f"company/c{(n + 1) % len(PAYLOADS)}", said, territory=text
            ),
        ]
    knowledge = Knowledge(documents=tuple(documents), entities=tuple(entities), statements=tuple(statements))
    browser = opened(knowledge, title=PAYLOADS[0])
    run(browser, "window.called = 0; window.boom = () => window.called++")
    for n in range(len(PAYLOADS)):
        focus(browser, f"company/c{n}")
        run(browser, "document.querySelectorAll('#about details').forEach(d => { d.open = true })")
    run(browser, "dispatchEvent(new Event('beforeprint')); page.csv()")
    browser.execute_async_script("setTimeout(arguments[0], 200)")
    assert run(browser, "return window.called") == 0
    assert (
        run(
            browser,
            "return document.querySelectorAll('#about img, #about iframe, #about script, #sheet script').length",
        )
        == 0
    )
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"]
    assert [u for u in urls if not u.startswith(("file:", "data:", "blob:", "chrome:"))] == []
    hrefs = run(browser, "return [...document.querySelectorAll('a[href]')].map(a => a.href)")
    assert [h for h in hrefs if not h.startswith("http")] == []
