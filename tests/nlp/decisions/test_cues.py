"""Cue words of sentences."""

import pytest

from kg.nlp.decisions.cues import SentenceCues, names
from kg.terms import DealKind, Relation
from tests.nlp.fakes import read

TEXT = (
    "Norhall AG plans to license Velora and will not sell it. Norhall’s licence of Velora was granted. "
    "Velora may be good. It will, it will, it will, it will, it will."
)


@pytest.fixture(scope="module")
def said():
    return SentenceCues(read(TEXT, {}, {}))


def counts(said, sentence):
    return {name: n for name, n in zip(names("modality"), said.modality(sentence).tolist(), strict=True) if n}


def test_cues_of_how_something_is_said(said):
    assert counts(said, 0)["planned"] >= 2
    assert counts(said, 0)["negated"] == 1
    assert "planned" not in counts(said, 1)
    assert counts(said, 2)["hedged"] == 1


def test_counts_are_capped(said):
    assert counts(said, 3)["planned"] == 3


@pytest.mark.parametrize("sentence", [-1, 4, 99])
def test_there_are_none_outside_the_text(said, sentence):
    assert counts(said, sentence) == {}
    assert said.nearest(sentence, "licensesTo", 0, 5) == (0.0, 400.0)
    assert said.trigger(sentence, "licensesTo", 0) == ""


def test_the_nearest_cue_of_a_relation(said):
    at = TEXT.index("license")
    assert said.nearest(0, "licensesTo", at - 20, at - 10) == (1.0, 10.0)
    assert said.nearest(0, "licensesTo", at + 7 + 5, at + 30) == (1.0, 5.0)
    assert said.nearest(0, "licensesTo", at, at + 3) == (1.0, 0.0)
    assert said.nearest(2, "licensesTo", 0, 1)[1] == 400.0


def test_a_trigger_is_quoted_as_the_text_has_it(said):
    assert said.trigger(0, "licensesTo", 0) == "license"
    assert said.trigger(1, "licensesTo", 0) == "licence"
    assert said.trigger(2, "licensesTo", 0) == ""


def test_cues_of_kinds_of_deals():
    said = SentenceCues(read("Velmar GmbH will manufacture and supply Velora. Norhall licensed it.", {}, {}))
    found = [dict(zip(names("kinds"), said.kinds(n).tolist(), strict=True)) for n in range(2)]
    assert found[0]["manufacturing"] == 2
    assert found[0]["licensing"] == 0
    assert found[1]["licensing"] == 1
    assert not said.kinds(7).any()


def test_kinds_are_those_of_deals():
    assert set(names("kinds")) == {kind.value for kind in DealKind}


def test_lists_name_relations_and_have_an_order():
    assert set(names("relations")) <= {relation.value for relation in Relation}
    assert len(names("modality")) == len(set(names("modality"))) > 5


def test_a_line_without_an_end_is_read_in_part_only():
    text = "x " * 5000 + "will"
    assert not counts(SentenceCues(read(text, {}, {})), 0)
