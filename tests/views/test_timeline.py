"""The timeline, looked at by a browser that has no network."""

import itertools
import re
from datetime import date

import pytest
from selenium.webdriver.common.keys import Keys

from kg.errors import ParameterError
from kg.model import Document, Entity, Knowledge
from kg.terms import EntityType, Modality, Relation, Status
from kg.views.axis import Axis
from kg.views.timeline import timeline
from tests.knowledge import KNOWLEDGE, SCRIPT, evidence, statement, value
from tests.views import hostile

R = Relation
DRUG = "drug/qua-1"


def milestone(number, event, day=None, status=Status.COMPLETED, news=None, stated=True):
    quote = f"Sentence {number} says so."
    return statement(
        number,
        R.HAS_MILESTONE,
        DRUG,
        event,
        evidence("d2020", number, quote, news=news),
        status=status,
        date=day,
        modality=Modality.ASSERTED if status is Status.COMPLETED else Modality.PLANNED,
        values=(value("date", "d2020", number, "then", quote),) if day and stated else (),
    )


def knowledge(*statements, name="QUA-1"):
    return Knowledge(
        documents=(Document(id="d2020", sha256="0" * 64, text="", published="2020-05-01", title="Old news"),),
        entities=(Entity(id=DRUG, type=EntityType.DRUG, name=name),),
        statements=statements,
    )


def marks(browser):
    script = (
        "return [...document.querySelectorAll('svg a.opens')].map(a => {"
        "const b = a.querySelector('.shape').getBoundingClientRect();"
        "return [a.className.baseVal.replace('opens ', ''), a.querySelector('.shape').tagName, b.left, b.right]})"
    )
    return [tuple(m) for m in browser.execute_script(script)]


def test_the_page_names_no_outside_address():
    page = timeline(KNOWLEDGE)
    assert re.findall(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//|@import|url\(\s*["']?https?:""", page) == []
    assert "default-src 'none'" in page
    assert SCRIPT not in timeline(KNOWLEDGE, title=SCRIPT)


def test_dates_are_drawn_as_precisely_as_they_are_known(visit):
    browser = visit(
        timeline(
            knowledge(
                milestone(1, "topline data", "2020"),
                milestone(2, "interim data", "2020-Q2"),
                milestone(3, "launch", "2020-04"),
                milestone(4, "trial start", "2020-04-05"),
            )
        )
    )
    day, month, quarter, year = sorted(right - left for _, _, left, right in marks(browser))
    assert quarter == pytest.approx(year * 91 / 366, rel=0.05)
    assert month == pytest.approx(year * 30 / 366, rel=0.05)
    assert day < month / 2
    assert sorted(shape for _, shape, _, _ in marks(browser)) == ["circle", "rect", "rect", "rect"]


def test_done_announced_and_told_look_different(visit):
    browser = visit(
        timeline(
            knowledge(
                milestone(1, "topline data", "2020-01-05"),
                milestone(2, "interim data", "2021-Q2", Status.PLANNED),
                milestone(3, "launch", news=True),
            )
        )
    )
    assert [(look, shape) for look, shape, _, _ in marks(browser)] == [
        ("past", "circle"),
        ("announced", "rect"),
        ("published", "path"),
    ]
    tips = [e.get_attribute("textContent") for e in browser.find_elements("css selector", "svg a title")]
    assert tips == [
        "5 Jan 2020: QUA-1: topline data",
        "Q2 2021, announced: QUA-1: interim data",
        "told on 1 May 2020, the date of the document; no other date is stated: QUA-1: launch",
    ]


def test_what_cannot_be_placed_is_listed_below(visit):
    browser = visit(
        timeline(
            knowledge(
                milestone(1, "topline data", status=Status.PLANNED),
                milestone(2, "interim data", news=False),
                milestone(3, "launch", "2021-02-30"),
                milestone(4, "trial start", "9999"),
                milestone(5, "approval", "1066"),
            )
        )
    )
    assert browser.find_elements("css selector", ".picture svg") == []
    lists = {
        s.find_element("tag name", "h2").text: [i.text for i in s.find_elements("tag name", "li")]
        for s in browser.find_elements("css selector", "section[data-group]")
    }
    assert lists == {
        "Announced, without a date 1": ["QUA-1: topline data readouts"],
        "Told without a date, as already known 1": ["QUA-1: interim data readouts"],
        "Dates that are out of reach of the picture, or no dates 3": [
            "QUA-1: approval approvals · 1066",
            "QUA-1: trial start trial starts · 9999",
            "QUA-1: launch approvals · 2021-02-30",
        ],
    }


def test_a_mark_opens_its_sentence_by_mouse_and_keyboard(visit):
    browser = visit(timeline(knowledge(milestone(1, "topline data", "2020-01-05"))))
    panel, mark = browser.find_element("id", "panel"), browser.find_element("css selector", "svg a.opens")
    mark.find_element("css selector", ".shape").click()
    assert "“Sentence 1 says so.”" in panel.text
    panel.send_keys(Keys.ESCAPE)
    assert not panel.is_displayed()
    browser.execute_script("arguments[0].focus()", mark)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert panel.is_displayed()


def test_since_and_until_bound_the_picture(visit):
    known = knowledge(*(milestone(n, "topline data", f"20{10 + n}") for n in range(1, 9)))
    browser = visit(timeline(known, since="2013-07", until="2014"))
    assert len(marks(browser)) == 2
    years = [e.text for e in browser.find_elements("css selector", ".tick.major")]
    assert "2014" in years
    assert "2015" not in years
    half, whole = sorted(right - left for _, _, left, right in marks(browser))
    assert half == pytest.approx(whole / 2, rel=0.05)


def test_every_link_leads_to_an_element_of_the_page_and_no_id_is_given_twice():
    for options in ({}, {"entity": "company/alpha-bio"}, {"since": "2017"}):
        page = timeline(KNOWLEDGE, **options)
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        links = set(re.findall(r'href="#([^"]*)"', page))
        assert links
        assert links <= set(ids)


def overlaps(browser):
    script = (
        "return [...document.querySelectorAll('svg a.opens')].map(a => {const b = a.getBoundingClientRect();"
        "return [b.left, b.right, b.top, b.bottom]})"
    )
    boxes = browser.execute_script(script)
    return [
        (a, b)
        for a, b in itertools.combinations(boxes, 2)
        if a[0] < b[1] - 1 and b[0] < a[1] - 1 and a[2] < b[3] - 3 and b[2] < a[3] - 3
    ]


def test_no_event_covers_another(visit):
    days = [f"202{n % 3}-{1 + n % 12:02}-{1 + n % 28:02}" if n % 4 else f"202{n % 3}-Q{1 + n % 4}" for n in range(90)]
    known = knowledge(*(milestone(n, "topline data" if n % 2 else "launch", day) for n, day in enumerate(days)))
    browser = visit(timeline(known))
    assert len(marks(browser)) == 90
    assert overlaps(browser) == []


@pytest.mark.parametrize(
    ("known", "options", "says"),
    [
        pytest.param(Knowledge(), {}, "No event is known", id="empty"),
        pytest.param(KNOWLEDGE, {"entity": "nonprofit/fund"}, "No event of <bdi>Rare Disease Fund</bdi>", id="none"),
        pytest.param(knowledge(), {"since": "2020", "until": "2019"}, "since 2020 until 2019", id="backwards"),
        pytest.param(KNOWLEDGE, {"since": "9998", "until": "9999"}, "what has no date", id="the-end-of-time"),
    ],
)
def test_a_page_stands_with_little_in_it(known, options, says):
    assert says in " ".join(timeline(known, **options).split())


def test_wrong_dates_have_one_line():
    with pytest.raises(ParameterError, match=re.escape("--until 'then': no date; write 2016, 2016-Q3")):
        timeline(KNOWLEDGE, until="then")


@pytest.mark.parametrize(
    "name",
    ["W" * 500, "شركة الدواء العربية", "💊🧬" * 40, "\u202eoiB yrrauQ\u202c", ""],
    ids=["long", "right-to-left", "emoji", "override", "empty"],
)
def test_strange_names_stay_in_the_picture(visit, name):
    known = knowledge(milestone(1, "launch", "2020-12-30"), milestone(2, "launch", "2020-01-02"), name=name)
    browser = visit(timeline(known))
    assert overlaps(browser) == []
    script = "const b = document.querySelector('.picture svg').getBoundingClientRect(); return [b.left, b.right]"
    left, right = browser.execute_script(script)
    for mark in browser.find_elements("css selector", "svg a.opens"):
        box = browser.execute_script("const b = arguments[0].getBoundingClientRect(); return [b.left, b.right]", mark)
        assert left <= box[0]
        assert box[1] <= right + 120  # wide letters may go beyond what was reckoned for them


def test_two_thousand_events_open(visit):
    days = [f"20{10 + n % 15}-{1 + n % 12:02}" for n in range(2000)]
    browser = visit(timeline(knowledge(*(milestone(n, "topline data", day) for n, day in enumerate(days)))))
    assert len(browser.find_elements("css selector", "svg a.opens")) == 2000
    assert browser.find_elements("css selector", "svg a.opens text") == []  # too many for labels


def test_hostile_strings_are_text(visit):
    browser = visit(timeline(hostile.knowledge(), title=hostile.PAYLOADS[0]))
    for number in (0, 100, 300):
        browser.execute_script("show(arguments[0])", f"e{number}")
    hostile.harmless(browser)
    shown = " ".join(browser.execute_script("return document.body.textContent").split())
    for text in hostile.PAYLOADS:
        assert " ".join(text.replace("\x00", "").split()) in shown


def test_the_axis_draws_empty_years_short_and_all_days_in_order():
    axis = Axis(date(2001, 1, 1), date(2024, 12, 31), {2001, 2023, 2024}, left=100, width=1000)
    (gap,) = [s for s in axis.stretches if s.empty]
    assert (gap.first, gap.last) == (date(2002, 1, 1), date(2022, 12, 31))
    assert gap.right - gap.left < 60
    ends = [axis.ends(date(y, m, 1), date(y, m, 1)) for y in range(2001, 2025) for m in range(1, 13)]
    assert all(a[0] < a[1] <= b[0] for a, b in itertools.pairwise(ends))
    assert axis.ends(date(1990, 1, 1), date(2030, 1, 1)) == (axis.left, axis.right)
    assert axis.right == pytest.approx(1100)
