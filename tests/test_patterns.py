"""No regular expression of kg/ takes time beyond the square of a text that repeats itself; none is exponential."""

import re

import pytest

from tests.patterns import collect, grows


@pytest.fixture(scope="module")
def patterns():
    return collect()


def test_all_patterns_are_tried(patterns):
    assert len(patterns) > 500
    assert {"kg.documents.sections", "kg.nlp.recognition.forms", "kg.nlp.rules.patterns"} <= set(patterns.values())


def test_no_pattern_grows_beyond_the_square(patterns):
    tried = {
        f"{module}: {pattern[:120]}": next(grows(pattern, flags), None) for (pattern, flags), module in patterns.items()
    }
    assert {pattern: found for pattern, found in tried.items() if found} == {}


@pytest.mark.parametrize("pattern", [r"^(?:a|a)*$", r"^(?:\w+\s?)*$", r"^(?:media\b\s*(?:and)?\s*)*$"])
def test_growth_is_seen(pattern):
    assert next(grows(pattern, 0), None)


def test_no_list_of_general_words_says_one_thing_twice():
    from kg.nlp.recognition import cues

    words = cues.forms("disease")["general-lead"]
    assert len(words) == len(set(words))
    assert not [
        word for word in words if re.search(r"[\s/]", word) and all(part in words for part in re.split(r"[\s/]+", word))
    ]
