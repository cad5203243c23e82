import json

import pytest

from kg.documents import read
from kg.documents.published import published
from kg.documents.sections import sections

RELEASE = """FOR IMMEDIATE RELEASE

Alpha Bio Announces Something New

OSLO, Norway, Nov. 28, 2016 (GLOBE NEWSWIRE) -- Alpha Bio ASA today announced that its drug ABC-1, which people have waited for, is here.

Second paragraph of the body, which says a little more about the drug and about the forward-looking plans of the company.

- first point
- second point

Drug\tPhase
ABC-1\tPhase 2

About Alpha Bio ASA

Alpha Bio is a company.

Forward-Looking Statements

This release contains forward-looking statements. They are only predictions.

Contact:

Anna Berg
"""


def kinds(text):
    return [(s.kind.value, " ".join(text[s.start : s.end].split())[:25]) for s in sections(text)]


def test_a_press_release_is_divided():
    assert kinds(RELEASE) == [
        ("body", "FOR IMMEDIATE RELEASE"),
        ("headline", "Alpha Bio Announces Somet"),
        ("dateline", "OSLO, Norway, Nov. 28, 20"),
        ("body", "Alpha Bio ASA today annou"),
        ("list", "- first point - second po"),
        ("table", "Drug Phase ABC-1 Phase 2"),
        ("about", "About Alpha Bio ASA Alpha"),
        ("boilerplate", "Forward-Looking Statement"),
        ("contact", "Contact: Anna Berg"),
    ]


@pytest.mark.parametrize(
    "dateline",
    [
        "AMES, Iowa & KENILWORTH, N.J.--(BUSINESS WIRE)--",
        "17 June 2016, Cardiff - ",
        "Melbourne (Australia) - 13 February 2025. ",
        "Rockville, MD, December 2, 2014 -- ",
        "SAN DIEGO, Oct. 27, 2014 /PRNewswire/ -- ",
        "CALGARY, March 25, 2015 /CNW/ - ",
    ],
)
def test_datelines_are_split_from_the_body(dateline):
    text = (
        f"Headline of the News\n\n{dateline}Alpha Bio ASA has said something that is longer than a heading would be.\n"
    )
    found = next(s for s in sections(text) if s.kind == "dateline")
    assert text[found.start : found.end].strip() == dateline.strip()


def test_one_legal_clause_does_not_silence_a_paragraph():
    text = "Title\n\nAlpha Bio sells ABC-1 in Norway and in Sweden, where it is based. This release includes forward-looking statements.\n"
    assert "boilerplate" not in [kind for kind, _ in kinds(text)]


def test_slides_give_their_title_to_what_stands_beneath():
    slide = "ABC 1: Phase 2 Study\n\n- Multiple Myeloma\n- Gout\n\nLine Extension\n\n- Asthma\n\n\n\n"
    text = "Deck\n\n\n\n" * 8 + slide
    lists = [s.title for s in sections(text) if s.kind == "list"]
    assert lists == ["ABC 1: Phase 2 Study", "ABC 1: Phase 2 Study / Line Extension"]


def test_sections_are_in_order_and_do_not_overlap(shared):
    paths = [*sorted((shared / "gold" / "dev" / "texts").glob("*.txt")), *sorted((shared / "seeds").glob("*.txt"))]
    assert paths
    for path in paths:
        document = read(path)
        end = 0
        for section in document.sections:
            assert end <= section.start < section.end <= len(document.text), path.name
            end = section.end


def test_boilerplate_of_the_slide_deck_is_two_slides(shared):
    document = read(shared / "seeds" / "000_3974805795921553.txt")
    titles = {s.title for s in document.sections if s.kind == "boilerplate"}
    assert titles == {"Safe Harbor Statement", "Statement about Free Writing Prospectus"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Filed Pursuant to Rule 433 November 14, 2016\n", "2016-11-14", id="filing"),
        pytest.param("Title\n\n28 November 2016\n", "2016-11-28", id="alone"),
        pytest.param("Title\n\nThe trial began on May 3, 2001 in Oslo.\n", None, id="in-a-sentence"),
        pytest.param("OSLO, 2016-11-28 -- Alpha\n", "2016-11-28", id="iso"),
        pytest.param("No date at all.\n", None, id="none"),
    ],
)
def test_publication_dates(text, expected):
    assert published(text) == expected


def test_publication_dates_of_the_gold_documents_are_right_or_missing(shared):
    folder = shared / "gold" / "dev"
    found = {}
    for path in sorted((folder / "gold").glob("*.json")):
        wanted = json.loads(path.read_text())["published"]
        got = read(folder / "texts" / f"{path.stem}.txt").published
        assert got in {None, wanted}, path.stem
        found[path.stem] = got
    assert sum(date is not None for date in found.values()) >= 14


LONG = "Alpha Bio ASA today announced that its drug ABC-1, which people have waited for, is here and will stay. " * 3


def test_paragraphs_without_blank_lines_between_them_are_divided():
    text = (
        f"Exhibit 99.1\nContacts:\nAnna Berg\nAlpha Bio ASA\nanna@alpha.example\nAlpha Bio Announces Something New Today\n"
        f"OSLO, Norway, June 11, 2020 - {LONG}\n{LONG}\nAbout Alpha Bio\nAlpha Bio is a company.\n"
    )
    assert [kind for kind, _ in kinds(text)] == ["body", "contact", "headline", "dateline", "body", "about"]


def test_bullets_above_the_dateline_are_no_body():
    text = (
        f"Alpha Bio Licenses ABC-1\n\n-- {LONG}\n-- {LONG}\n\nOSLO, Norway, June 11, 2020 - {LONG}\n\n"
        "About Alpha Bio\n\nAlpha Bio is a company.\n"
    )
    assert [kind for kind, _ in kinds(text)] == ["headline", "list", "dateline", "body", "about"]


def test_cities_alone_make_a_dateline():
    text = f"Alpha and Beta Announce an Alliance\n\nTAMPA, Fla., and OSLO, Norway — {LONG}\n\n{LONG}\n"
    assert ("dateline", "TAMPA, Fla., and OSLO, No") in kinds(text)
