"""The page, looked at by a browser that has no network."""

import json
import re
import shutil
import tempfile

import pytest

from kg.model import Entity, Knowledge
from kg.terms import EntityType, Relation
from kg.views import network
from tests.knowledge import KNOWLEDGE, SCRIPT, statement

CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
DRIVER = shutil.which("chromedriver")


def test_the_page_names_no_outside_address():
    page = network(KNOWLEDGE)
    outside = re.findall(
        r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//[^"'\s>]+|@import|url\(\s*["']?https?:""", page
    )
    assert outside == []
    assert "default-src 'none'" in page


def test_no_string_of_a_document_is_markup():
    assert SCRIPT not in network(KNOWLEDGE, title=SCRIPT)


def test_focus_and_depth_restrict_the_page():
    def drawn(**options):
        return {
            node["id"] for node in json.loads(re.search(r"const NODES = (.*);", network(KNOWLEDGE, **options)).group(1))
        }

    near = drawn(focus="agency/nci", depth=1)
    assert near == {"agency/nci", "company/alpha-bio"}
    assert near < drawn(focus="agency/nci", depth=2) <= drawn()


def test_an_empty_graph_gives_a_page():
    assert "<html" in network(Knowledge())


def large():
    """A graph of some 300 nodes in the shape of an industry: companies, each with drugs, diseases and partners."""
    entities, statements = [], []
    for c in range(60):
        entities.append(Entity(id=f"company/c{c}", type=EntityType.COMPANY, name=f"Company {c} Therapeutics"))
        for d in range(3):
            drug = f"drug/d{c}-{d}"
            entities.append(Entity(id=drug, type=EntityType.DRUG, name=f"DRG-{c}{d}"))
            statements.append(statement(10_000 + c * 10 + d, Relation.DEVELOPS, f"company/c{c}", drug))
            statements.append(
                statement(20_000 + c * 10 + d, Relation.STUDIED_FOR, drug, f"indication/i{(c * 3 + d) % 40}")
            )
        if c % 3 == 0 and c:
            statements.append(statement(30_000 + c, Relation.PARTNERS_WITH, f"company/c{c // 3}", f"company/c{c}"))
    entities += [
        Entity(id=f"indication/i{i}", type=EntityType.INDICATION, name=f"disease number {i}") for i in range(40)
    ]
    return Knowledge(documents=KNOWLEDGE.documents, entities=tuple(entities), statements=tuple(statements))


@pytest.fixture(scope="module")
def browser():
    if not (CHROMIUM and DRIVER):
        pytest.skip("no Chromium with its driver on this machine: the page is not looked at")
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = CHROMIUM
    with tempfile.TemporaryDirectory() as profile:
        for argument in (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1400,900",
            f"--user-data-dir={profile}",
        ):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        yield driver
        driver.quit()


@pytest.fixture
def opened(browser, tmp_path):
    def open_(knowledge, **options):
        path = tmp_path / "network.html"
        path.write_text(network(knowledge, **options), encoding="utf-8")
        browser.get("about:blank")
        browser.get_log("performance")  # what the browser did until now
        browser.get_log("browser")
        browser.get(path.as_uri())
        assert browser.execute_script("return typeof window.page") == "object"
        return browser

    return open_


def shown(browser):
    return set(browser.execute_script("return page.nodes.get({filter: n => !n.hidden}).map(n => n.id)"))


def panel(browser):
    return browser.execute_script("return document.getElementById('right').innerText")


def test_the_page_draws_and_asks_nothing_of_the_network(opened):
    browser = opened(KNOWLEDGE, title=f"Title {SCRIPT}")
    assert {"company/alpha-bio", "drug/abc-131", "agency/nci"} <= shown(browser)
    assert "person/anna-berg" not in shown(browser)
    assert browser.execute_script("return window.pwned") is None
    assert SCRIPT in browser.execute_script("return document.querySelector('h1').textContent")
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"]
    assert [u for u in urls if not u.startswith(("file:", "data:", "blob:", "chrome:"))] == []
    assert browser.get_log("browser") == []
    pixels = browser.execute_script(
        "const c = document.querySelector('canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        "let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n"
    )
    assert pixels > 1000


def test_hostile_names_are_shown_as_text(opened):
    browser = opened(KNOWLEDGE)
    browser.execute_script("page.go('company/script')")
    assert SCRIPT in panel(browser)
    assert "onerror" in panel(browser)
    tip = browser.execute_script("return page.nodes.get('company/script').title.textContent")
    assert SCRIPT in tip
    assert browser.execute_script("return window.pwned") is None


def test_search_finds_by_alias_and_opens_what_is_hidden(opened):
    browser = opened(KNOWLEDGE)
    browser.execute_script(
        "const s = document.getElementById('search'); s.value = 'berg'; s.dispatchEvent(new Event('input'))"
    )
    assert "Anna Berg" in browser.execute_script("return document.getElementById('hits').innerText")
    browser.execute_script("document.querySelector('#hits div').click()")
    assert "person/anna-berg" in shown(browser)
    assert "Anna Berg" in panel(browser)


def test_filters_hide_types_and_relations(opened):
    browser = opened(KNOWLEDGE)
    browser.execute_script("document.querySelector('#types input[data-key=drug]').click()")
    assert not any(id_.startswith("drug/") for id_ in shown(browser))
    browser.execute_script("document.querySelector('#relations input[data-key=funds]').click()")
    assert "agency/nci" not in shown(browser)


def test_a_line_shows_its_sentences(opened):
    browser = opened(KNOWLEDGE)
    browser.execute_script("page.showEdge('funding/000000000000000d')")
    assert "The award was $3 million." in panel(browser)
    assert "3,000,000" in panel(browser)
    assert "zeta-2018" in panel(browser)
    label = browser.execute_script("return page.edges.get('partnership/0000000000000006').label")
    assert label == "partners with · licensing · 2016-11-28"


def test_a_large_graph_opens_without_nodes_on_top_of_each_other(opened):
    browser = opened(large())
    assert len(shown(browser)) == 280
    places = browser.execute_script("return Object.values(page.network.getPositions()).map(p => [p.x, p.y])")
    close = sum((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 < 25**2 for i, a in enumerate(places) for b in places[i + 1 :])
    assert close < len(places) * 0.05


def test_a_node_without_neighbours_can_be_the_focus(opened):
    lonely = Entity(id="drug/alone", type=EntityType.DRUG, name="Alone")
    browser = opened(Knowledge(entities=(lonely,)), focus="drug/alone")
    assert "Alone" in panel(browser)
