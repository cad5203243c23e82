"""The chart of programs, looked at by a browser that has no network."""

import re

import pytest
from selenium.webdriver.common.keys import Keys

from kg.errors import ParameterError
from kg.model import Document, Entity, Knowledge
from kg.terms import EntityType, Modality, Phase, Relation, Status
from kg.views.pipeline import pipeline
from tests.knowledge import KNOWLEDGE, SCRIPT, evidence, statement
from tests.views import hostile

R = Relation
COMPANY = "company/quarry"


def program(number, phase, status=Status.ONGOING, document="d2020", name=None, disease="indication/gout", **more):
    drug = f"drug/qua-{number}"
    quote = f"QUA-{number} says {phase} {status} in {document}."
    return [
        Entity(id=drug, type=EntityType.DRUG, name=name or f"QUA-{number}"),
        statement(number, R.DEVELOPS, COMPANY, drug, evidence("d2020", 1, "Quarry develops it.")),
        statement(
            1000 * number
            + 10 * (list(Phase).index(phase) if phase else 9)
            + ["d2020", "d2022", "undated"].index(document),
            R.STUDIED_FOR,
            drug,
            disease,
            evidence(document, number, quote),
            phase=phase,
            status=status,
            modality=Modality.PLANNED if status is Status.PLANNED else Modality.ASSERTED,
            **more,
        ),
    ]


def knowledge(*programs, name="Quarry Bio"):
    parts = [part for of in programs for part in of]
    entities = {e.id: e for e in parts if isinstance(e, Entity)}
    return Knowledge(
        documents=(
            Document(id="d2020", sha256="0" * 64, text="", published="2020-05-01", title="Old news"),
            Document(id="d2022", sha256="1" * 64, text="", published="2022-05", title="New news"),
            Document(id="undated", sha256="2" * 64, text=""),
        ),
        entities=(
            Entity(id=COMPANY, type=EntityType.COMPANY, name=name),
            Entity(id="indication/gout", type=EntityType.INDICATION, name="gout"),
            *entities.values(),
        ),
        statements=tuple({s.id: s for s in parts if not isinstance(s, Entity)}.values()),
    )


def bars(browser, row):
    script = (
        "return [...arguments[0].querySelectorAll('.bar:not(.then) a')]"
        ".map(a => [a.className.replace('opens ', '').replace(' last', ''), a.textContent])"
    )
    return [tuple(b) for b in browser.execute_script(script, row)]


def rows(browser):
    found = browser.find_elements("css selector", ".chart [data-row]")
    return {row.find_element("css selector", ".name").text: bars(browser, row) for row in found}


def test_the_page_names_no_outside_address():
    page = pipeline(KNOWLEDGE)
    assert re.findall(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//|@import|url\(\s*["']?https?:""", page) == []
    assert "default-src 'none'" in page
    assert SCRIPT not in pipeline(KNOWLEDGE, title=SCRIPT)


def test_boxes_reach_the_furthest_phase_and_plans_are_of_another_look(visit):
    known = knowledge(
        program(1, Phase.PHASE_2),
        program(1, Phase.PHASE_3, Status.PLANNED),
        program(2, Phase.PHASE_1, Status.DISCONTINUED),
        program(3, Phase.PHASE_1_2, None),
    )
    browser = visit(pipeline(known, company=COMPANY, by="disease"))
    assert rows(browser) == {
        "QUA-1": [("reached", "Phase 2 · ongoing"), ("planned", "Phase 3 planned")],
        "QUA-2": [("discontinued", "Phase 1 · discontinued")],
        "QUA-3": [("reached", "Phase 1/2")],
    }
    heads = [e.text for e in browser.find_elements("css selector", ".phases .track span")]
    assert heads == ["Discovery", "Preclinical", "Phase 1", "Phase 2", "Phase 3", "Approved"]
    # A box ends where its column does.
    box = browser.find_element("css selector", "a.reached").rect
    column = browser.find_elements("css selector", ".phases .track span")[3].rect
    assert box["x"] + box["width"] == pytest.approx(column["x"] + column["width"], abs=3)


def test_a_box_opens_its_sentence_by_mouse_and_keyboard_and_closes(visit):
    browser = visit(pipeline(knowledge(program(1, Phase.PHASE_2)), company=COMPANY))
    panel, box = browser.find_element("id", "panel"), browser.find_element("css selector", "a.reached")
    assert not panel.is_displayed()
    box.send_keys(Keys.ENTER)
    assert panel.is_displayed()
    here = panel.find_element("css selector", ".here")
    assert "QUA-1 says phase 2 ongoing in d2020." in here.text
    assert "Old news · 1 May 2020" in here.text
    assert browser.current_url.endswith("#p0s0")
    panel.send_keys(Keys.ESCAPE)
    assert not panel.is_displayed()
    assert browser.switch_to.active_element == box
    box.click()
    assert panel.is_displayed()
    panel.find_element("css selector", "button").click()
    assert not panel.is_displayed()


def test_a_link_to_a_sentence_opens_it(visit):
    browser = visit(pipeline(knowledge(program(1, Phase.PHASE_2)), company=COMPANY), "#p0s0")
    assert "QUA-1 says" in browser.find_element("css selector", "#panel .here").text


def test_every_link_leads_to_an_element_of_the_page_and_no_id_is_given_twice():
    for options in ({}, {"company": "company/alpha-bio"}, {"since": "2017"}, {"by": "disease"}, {"by": "drug"}):
        page = pipeline(KNOWLEDGE, **options)
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        links = set(re.findall(r'href="#([^"]*)"', page))
        assert links
        assert links <= set(ids)


def test_two_dates_show_what_advanced(visit):
    known = knowledge(
        program(1, Phase.PHASE_1),
        program(1, Phase.PHASE_2, document="d2022"),
        program(2, Phase.PHASE_1, document="d2022"),
        program(3, Phase.PHASE_3),
    )
    browser = visit(pipeline(known, company=COMPANY, since="2021", by="disease"))
    assert rows(browser) == {
        "QUA-1": [("reached", ""), ("gained", "Phase 2 · ongoing")],
        "QUA-2": [("reached", "Phase 1 · ongoing")],
        "QUA-3": [("reached", "Phase 3 · ongoing")],
    }
    text = browser.find_element("tag name", "body").text
    assert "Since 2021: 1 first told of · 1 advanced · 1 unchanged" in text
    assert "▲ advanced from Phase 1" in text
    thin = [e.text for e in browser.find_elements("css selector", ".bar.then")]
    assert thin == ["Phase 3 · ongoing", "Phase 1 · ongoing", ""]
    browser.find_element("id", "changed").click()
    assert [r.is_displayed() for r in browser.find_elements("css selector", ".chart [data-row]")] == [False, True, True]


def test_as_of_an_earlier_date(visit):
    known = knowledge(program(1, Phase.PHASE_1), program(1, Phase.PHASE_2, document="d2022"))
    browser = visit(pipeline(known, company=COMPANY, as_of="2021"))
    assert rows(browser) == {"gout": [("reached", "Phase 1 · ongoing")]}
    assert "As of 2021: from 1 of 2 documents" in browser.find_element("tag name", "body").text


def test_documents_without_a_date_are_told_of():
    page = pipeline(knowledge(program(1, Phase.PHASE_1, document="undated")), as_of="2019")
    assert "1 document has no date of publication and counts at every date" in page
    assert "no date of publication</p>" in re.sub(r"\s+", " ", page).replace(" · <bdi>", "</p>")


def test_what_has_no_phase_is_listed_and_not_drawn(visit):
    browser = visit(pipeline(knowledge(program(1, None, Status.ONGOING)), company=COMPANY))
    assert browser.find_elements("css selector", ".chart") == []
    rest = browser.find_element("css selector", ".rest")
    assert "No phase is stated" in rest.text
    assert "QUA-1" in rest.text
    assert "gout" in rest.text


def test_a_contradiction_is_marked(visit):
    other = program(1, Phase.PHASE_1, document="d2022")
    known = knowledge(program(1, Phase.PHASE_3, conflicts=(other[2].id,)), other)
    browser = visit(pipeline(known, company=COMPANY))
    browser.find_element("css selector", ".warning a").click()
    assert "contradicted by another statement" in browser.find_element("css selector", "#panel .here").text


def test_rows_are_found_by_their_words(visit):
    browser = visit(pipeline(knowledge(program(1, Phase.PHASE_1), program(2, Phase.PHASE_2)), company=COMPANY))
    browser.find_element("id", "find").send_keys("qua-2")
    assert [g.is_displayed() for g in browser.find_elements("css selector", ".chart [data-group]")] == [True, False]
    assert browser.find_element("id", "found").text == "1 shown"


def test_without_a_script_and_on_paper_the_sentences_stand_below(visit):
    browser = visit(pipeline(knowledge(program(1, Phase.PHASE_2)), company=COMPANY))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert browser.find_element("css selector", ".articles #p0s0").is_displayed()
        assert not browser.find_element("id", "find").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize(
    ("known", "options", "says"),
    [
        pytest.param(Knowledge(), {}, "No program is known", id="empty"),
        pytest.param(KNOWLEDGE, {"company": "nonprofit/fund"}, "No program of <bdi>Rare Disease Fund</bdi>", id="none"),
        pytest.param(KNOWLEDGE, {"as_of": "1999"}, "as of 1999", id="nothing-yet"),
        pytest.param(KNOWLEDGE, {"since": "9999"}, "unchanged", id="since-the-end-of-time"),
        pytest.param(KNOWLEDGE, {"since": "0001"}, "first told of", id="since-the-beginning"),
    ],
)
def test_a_page_stands_with_little_in_it(known, options, says):
    assert says in pipeline(known, **options)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"as_of": "soon"}, "--as-of 'soon': no date; write 2016"),
        ({"since": "2021-02-30"}, "--since '2021-02-30': no day of the calendar"),
        ({"by": "colour"}, "--by 'colour': unknown; there are drug, disease, company"),
    ],
)
def test_wrong_options_have_one_line(options, says):
    with pytest.raises(ParameterError, match=re.escape(says)):
        pipeline(KNOWLEDGE, **options)


@pytest.mark.parametrize(
    "name",
    ["W" * 500, "Lorem ipsum " * 41, "شركة الدواء العربية", "💊🧬 Bio 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "\u202eoiB yrrauQ\u202c", ""],
    ids=["long-word", "long", "right-to-left", "emoji", "override", "empty"],
)
def test_strange_names_do_not_break_the_page(visit, name):
    browser = visit(pipeline(knowledge(program(1, Phase.PHASE_2, name=name), name=name), company=COMPANY))
    assert rows(browser) == {"gout": [("reached", "Phase 2 · ongoing")]}
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    bar = browser.find_element("css selector", "a.reached").rect
    assert bar["width"] > 200
    browser.find_element("css selector", "a.reached").click()
    assert name.strip()[:20] in browser.find_element("css selector", "#panel h3").get_attribute("textContent")


def test_a_thousand_programs_open(visit):
    known = knowledge(*(program(n, list(Phase)[n % 9], name=f"QUA-{n:04}") for n in range(1, 1001)))
    browser = visit(pipeline(known, company=COMPANY))
    assert len(browser.find_elements("css selector", ".chart [data-row]")) == 1000
    browser.find_element("css selector", ".chart [data-row] a").click()
    assert browser.find_element("id", "panel").is_displayed()
    timing = browser.execute_script("return performance.getEntriesByType('navigation')[0].domComplete")
    assert timing < 10_000


def test_hostile_strings_are_text(visit):
    browser = visit(pipeline(hostile.knowledge(), since="2022", title=hostile.PAYLOADS[0]))
    assert len(browser.find_elements("css selector", ".chart [data-row]")) == len(hostile.PAYLOADS)
    for number in (0, 20, len(hostile.PAYLOADS) - 1):
        browser.execute_script("show(arguments[0])", f"p{number}")
    hostile.harmless(browser)
    shown = browser.execute_script("return document.body.textContent")
    for text in hostile.PAYLOADS:
        assert " ".join(text.replace("\x00", "").split()) in " ".join(shown.split())
