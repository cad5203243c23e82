import re
from collections import Counter

import pytest

from kg.gazetteer import entries, is_place, matcher
from kg.gazetteer.entries import FILES


@pytest.mark.parametrize("name", FILES)
def test_vocabularies_are_sound(name):
    names = Counter()
    for entry in entries(name):
        assert entry.name == entry.name.strip()
        assert len(entry.name) > 1
        assert entry.identifier is None or re.fullmatch(r"[A-Za-z]+:\S+", entry.identifier), entry
        assert entry.name not in entry.aliases
        names[entry.type, entry.name] += 1
    assert len(names) + sum(len(entry.aliases) for entry in entries(name)) > 100
    assert [name for name, count in names.items() if count > 1] == []


def found(text):
    return [(text[m.start : m.end], m.entry.type.value) for m in matcher().find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("patients with Multiple Myeloma.", [("Multiple Myeloma", "indication")], id="any-case"),
        pytest.param("leukaemia and asthma", [("leukaemia", "indication"), ("asthma", "indication")], id="british"),
        pytest.param("the NCI and the nci", [("NCI", "agency")], id="abbreviations-in-capitals"),
        pytest.param("CD38 but not cd38", [("CD38", "target")], id="symbols-to-the-letter"),
        pytest.param("asthmatic gouty", [], id="whole-words"),
        pytest.param("acute myeloid leukemia", [("acute myeloid leukemia", "indication")], id="longest"),
        pytest.param("İstanbul gout", [("gout", "indication")], id="letters-that-fold-to-two"),
    ],
)
def test_names_are_found(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("name", ["Lausanne", "NEW YORK", "South Korea", "Wisconsin", "Bangalore", "Europe"])
def test_places_are_known(name):
    assert is_place(name)


@pytest.mark.parametrize("name", ["Aurigene", "TLR", "Example Therapeutics", "lausanne", ""])
def test_other_names_are_no_places(name):
    assert not is_place(name)
