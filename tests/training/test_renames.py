"""Gold documents under other names."""

import re

import pytest

from training.renames import Pools, renamed, renaming

TEXT = (
    "# Lorkspar Bio Doses First Patient with LKB-204\n\n"
    "LORKSPAR BIO, Inc. (NASDAQ: LKBX) dosed LKB-204 under an IND that the FDA cleared. Ada Quimby, Ph.D., leads Lorkspar. "
    "Told by Example Wire. Visit www.lorkspar.com."
)
RECORD = {
    "document": "one",
    "entities": [
        {
            "id": "lark",
            "type": "company",
            "name": "Lorkspar Bio, Inc.",
            "aliases": ["Lorkspar Bio", "Lorkspar", "LKBX"],
        },
        {"id": "d", "type": "drug", "name": "LKB-204", "aliases": []},
        {"id": "fda", "type": "agency", "name": "FDA", "aliases": []},
        {"id": "ada", "type": "person", "name": "Ada Quimby", "aliases": ["Quimby"]},
        {"id": "wire", "type": "company", "name": "Example Wire", "aliases": [], "extra": True},
    ],
    "facts": [
        {"relation": "develops", "subject": "lark", "object": "d", "attributes": {}},
        {"relation": "listedAs", "subject": "lark", "object": "NASDAQ:LKBX", "attributes": {}},
        {"relation": "holdsRole", "subject": "ada", "object": "lark", "attributes": {"about": "d", "agency": "FDA"}},
    ],
    "milestones": [
        {"relation": "hasMilestone", "subject": "d", "object": "first patient", "attributes": {"agency": "FDA"}}
    ],
}
OTHERS = [
    {"entities": [{"id": str(n), "type": kind, "name": name, "aliases": []}]}
    for n, (kind, name) in enumerate(
        [
            ("company", f"{word} {end}")
            for word in ("Merovan", "Tulisse", "Obrenda", "Castorel")
            for end in ("Bio, Inc.", "Pharma")
        ]
        + [("person", name) for name in ("Ines Aldobran", "Tomas Werrick", "Yuki Hanamori")]
    )
]


@pytest.fixture
def pools():
    return Pools.of([RECORD, *OTHERS], OTHERS)


@pytest.fixture
def words(pools):
    found = (renaming(RECORD, pools, seed) for seed in range(50))
    return next(w for w in found if {"Lorkspar", "LKB", "Ada"} <= w.keys())


def test_names_change_in_text_and_gold_alike(words):
    record, text = renamed(RECORD, TEXT, words)
    assert "orkspar" not in text.lower()
    for entity in record["entities"]:
        for name in [entity["name"], *entity["aliases"]]:
            assert name.casefold() in text.casefold(), name
    ticker = record["facts"][1]["object"].partition(":")[2]
    assert ticker != "LKBX"
    assert f"(NASDAQ: {ticker})" in text


def test_forms_stay(words):
    record, text = renamed(RECORD, TEXT, words)
    assert re.search(r"[A-Z]{3}-\d{3}", record["entities"][1]["name"])
    assert text.count("\n") == TEXT.count("\n")
    assert re.search(r"[A-Z]{4,} BIO, Inc\. \(NASDAQ: [A-Z]{4}\)", text)


def test_what_tells_by_its_name_keeps_it(words):
    record, text = renamed(RECORD, TEXT, words)
    assert "Example Wire" in text
    assert record["entities"][2]["name"] == "FDA"
    assert "Bio" in record["entities"][0]["name"]  # so many companies have it that it is no name of its own


def test_ids_and_events_stay(words):
    record, _ = renamed(RECORD, TEXT, words)
    assert [(f["subject"], f["relation"]) for f in record["facts"]] == [
        (f["subject"], f["relation"]) for f in RECORD["facts"]
    ]
    assert record["facts"][2]["attributes"] == {"about": "d", "agency": "FDA"}
    assert record["milestones"] == RECORD["milestones"]


def test_the_same_seed_gives_the_same_names(pools):
    assert renaming(RECORD, pools, 1) == renaming(RECORD, pools, 1)
    assert len({tuple(sorted(renaming(RECORD, pools, seed).items())) for seed in range(8)}) > 4


def test_nothing_to_rename():
    record = {"document": "two", "entities": [], "facts": []}
    assert renamed(record, "Nothing.", renaming(record, Pools.of([], []), 1)) == (record, "Nothing.")


def test_words_that_mean_other_things_as_well_stay(pools):
    """A surname that is a word, a numeral, a month, the number of a product: elsewhere they are no names."""
    record = {
        "document": "three",
        "entities": [
            {"id": "g", "type": "person", "name": "Ada Grant III", "aliases": ["May Ada Grant"]},
            {"id": "c", "type": "company", "name": "Lorkspar Bio", "aliases": []},
            {"id": "d", "type": "drug", "name": "LKB-200", "aliases": []},
        ],
        "facts": [
            {"relation": "holdsRole", "subject": "g", "object": "c", "attributes": {"title": "chair of Lorkspar"}},
            {"relation": "develops", "subject": "c", "object": "d", "attributes": {}},
            {"relation": "raised", "subject": "c", "object": "USD 200000000", "attributes": {"date": "2024-05"}},
        ],
    }
    text = "A grant of $200 million in May 2024 for Phase III. May Ada Grant III is chair of Lorkspar Bio, which has LKB-200."
    for seed in range(20):
        words = renaming(record, pools, seed)
        made, changed = renamed(record, text, words)
        assert changed.startswith("A grant of $200 million in May 2024 for Phase III. ")
        assert made["facts"][2] == record["facts"][2]
        assert made["facts"][0]["attributes"]["title"] == f"chair of {words.get('Lorkspar', 'Lorkspar')}"


def test_no_two_words_become_one(pools):
    for seed in range(40):
        words = renaming(RECORD, pools, seed)
        others = [v.casefold() for k, v in words.items() if k == k.title() or any(c.isdigit() for c in k)]
        assert len(set(others)) == len(others)
        assert not {v.casefold() for k, v in words.items() if v != k} & {"bio", "fda", "example", "wire"}


def test_names_come_from_the_given_source_alone():
    pools = Pools.of([RECORD, *OTHERS], OTHERS)
    assert "Quimby" not in pools.words["person"]
    assert {"Aldobran", "Werrick"} <= set(pools.words["person"])
