"""Where names begin and end, by the encoder's tags and the ranges of rules."""

import pytest

from kg.nlp.decisions.ends import supported
from kg.nlp.encoder.decode import TaggedName
from kg.nlp.recognition import Candidate
from kg.terms import EntityType

T = EntityType


def ranges(text, tagged, rules, likely):
    """The names that come out of (name, type) tags and (name, type, rank) rules."""
    tags = [TaggedName(at := text.index(name), at + len(name), kind, 0.7) for name, kind in tagged]
    seen = [Candidate(at := text.index(name), at + len(name), kind, rank) for name, kind, rank in rules]
    return [text[n.start : n.end] for n in supported(text, tags, seen, lambda *_: likely)]


def test_a_place_is_as_long_as_in_the_dateline():
    text = "PORTO VELMO, Calif., June 1 -- Norhall AG"
    tagged = [("VELMO, Calif.", T.PLACE)]
    assert ranges(text, tagged, [("PORTO VELMO, Calif.", T.PLACE, 82)], 0.0) == ["PORTO VELMO, Calif."]
    assert ranges(text, tagged, [("PORTO VELMO, Calif.", T.PLACE, 60)], 0.0) == ["VELMO, Calif."]


@pytest.mark.parametrize(
    ("text", "tagged", "rule"),
    [
        pytest.param("Dr. Una Quimby said", ("Quimby", T.PERSON), ("Una Quimby", T.PERSON), id="longer"),
        pytest.param("with acute velmia and", ("velmia and", T.INDICATION), ("acute velmia", T.INDICATION), id="moved"),
        pytest.param("by NR Sensor, Inc.", ("Sensor, Inc.", T.COMPANY), ("NR Sensor, Inc.", T.COMPANY), id="company"),
    ],
)
def test_a_rule_gives_a_name_its_ends_where_the_encoder_holds_them_for_likely(text, tagged, rule):
    assert ranges(text, [tagged], [(*rule, 78)], 0.9) == [rule[0]]
    assert ranges(text, [tagged], [(*rule, 78)], 0.3) == [tagged[0]]  # the encoder objects
    assert ranges(text, [tagged], [(*rule, 60)], 0.9) == [tagged[0]]  # the rule is weak


def test_a_rule_of_another_type_changes_nothing():
    assert ranges("by NR Sensor", [("Sensor", T.DRUG)], [("NR Sensor", T.COMPANY, 95)], 0.9) == ["Sensor"]


@pytest.mark.parametrize(
    ("tagged", "rules", "names"),
    [
        pytest.param(
            "velmia and prevention of ormosis", ["velmia", "ormosis"], ["velmia", "ormosis"], id="two-in-one-tag"
        ),
        pytest.param("velmia treatment", ["velmia"], ["velmia"], id="treatment"),
        pytest.param("severe velmia", ["velmia"], ["severe velmia"], id="an-adjective-stays"),
    ],
)
def test_what_the_encoder_runs_together_is_divided(tagged, rules, names):
    text = f"It is for {tagged} only"
    seen = [(rule, T.INDICATION, 78) for rule in rules]
    assert ranges(text, [(tagged, T.INDICATION)], seen, 0.9) == names
    assert ranges(text, [(tagged, T.INDICATION)], seen, 0.6) == [tagged]


def test_half_of_a_hyphenated_word_is_no_part_of_a_name():
    text = "a dual-action velmin receptor inhibitor"
    tagged, rule = ("action velmin receptor", T.TARGET), ("velmin receptor", T.TARGET, 74)
    assert ranges(text, [tagged], [rule], 0.6) == ["velmin receptor"]


def test_a_name_that_its_abbreviation_follows_is_whole():
    tagged = [("Centre for", T.UNIVERSITY)]
    rule = [("Centre for Velmia Treatment", T.UNIVERSITY, 86)]
    assert ranges("the Centre for Velmia Treatment (CVT) is", tagged, rule, 0.2) == ["Centre for Velmia Treatment"]
    assert ranges("the Centre for Velmia Treatment (QX) is", tagged, rule, 0.2) == ["Centre for"]


def test_what_only_a_rule_sees_stays_unless_the_encoder_rules_it_out():
    assert ranges("by Norhall here", [], [("Norhall", T.COMPANY, 60)], 0.25) == ["Norhall"]
    assert ranges("by Norhall here", [], [("Norhall", T.COMPANY, 60)], 0.1) == []
