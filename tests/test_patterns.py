"""No regular expression of kg/ takes time beyond the square of a text that repeats itself; none is exponential."""

import re

import pytest

from tests.patterns import collect, grows

# With the cube of a run of one character, in a line; bounded by the length of lines. To be mended with the rules they serve.
KNOWN = {
    r"\W*(?:[\w-]+ ){0,4}<[OUN](\d+)>(?!['’])",
    r"(.*\d.*)-\d{2,4}",
    r"[\s\"'()*_,]*(?:(?:ticker|symbol|stock|code|number|share)\s*){0,3}\s*[:;]\s*[\"'(\[*_]*",
    r"(?:,?\s*(?:of|at|for|with|from|in|to)?\s*(?:the\s)?(?:(?:[A-Z][\w/&-]*|of|and|the|in|at|for)[\s,]+){0,8}?)<[OUAN](?P<n>\d+)>",
}


@pytest.fixture(scope="module")
def patterns():
    return collect()


def test_all_patterns_are_tried(patterns):
    assert len(patterns) > 500
    assert {"kg.documents.sections", "kg.nlp.recognition.forms", "kg.nlp.rules.patterns"} <= set(patterns.values())


def test_no_pattern_grows_beyond_the_square(patterns):
    bad, known = {}, set()
    for (pattern, flags), module in patterns.items():
        found = next(grows(pattern, flags), None)
        if found and pattern in KNOWN:
            known.add(pattern)
        elif found:
            bad[f"{module}: {pattern[:120]}"] = found
    assert bad == {}, f"of the known, {len(known)} of {len(KNOWN)} are still slow"


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
