"""Which names a document has, from what the encoder tags and what rules know."""

import re

import pytest

from kg.nlp.decisions.names import settle
from kg.nlp.encoder.decode import TaggedName
from kg.nlp.recognition import Candidate
from kg.terms import EntityType

T = EntityType


def tag(text, *told):
    """Tagged names of (name, type, confidence), each at its next place in the text."""
    result, at = [], 0
    for name, kind, confidence in told:
        at = text.index(name, at)
        result.append(TaggedName(at, at + len(name), kind, confidence))
        at += len(name)
    return result


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        pytest.param([(T.COMPANY, 0.9), (T.DRUG, 0.6), (T.COMPANY, 0.4)], T.COMPANY, id="most"),
        pytest.param([(T.DRUG, 0.95), (T.COMPANY, 0.3), (T.COMPANY, 0.3)], T.DRUG, id="surest"),
        pytest.param([(T.COMPANY, 0.5), (T.DRUG, 0.5), (T.DRUG, 0.5)], T.DRUG, id="two-against-one"),
    ],
)
def test_a_name_has_one_type(told, kind):
    text = "Velora met VELORA, and Velora-"
    names = tag(text, *zip(("Velora", "VELORA", "Velora"), *zip(*told, strict=True), strict=True))
    found = settle(text, names, [])
    assert [c.type for c, _ in found] == [kind] * 3
    assert [confidence for _, confidence in found] == [c for _, c in told]


def test_ties_are_settled_alike_in_any_order():
    text = "Velora and Velora"
    one = settle(text, tag(text, ("Velora", T.DRUG, 0.5), ("Velora", T.COMPANY, 0.5)), [])
    two = settle(text, tag(text, ("Velora", T.COMPANY, 0.5), ("Velora", T.DRUG, 0.5)), [])
    assert one == two


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        ("Velora", "Velora"),
        ('"Velora"', "Velora"),
        ("Velora,", "Velora"),
        (" Velora\n", "Velora"),
        ("(Velora)", "Velora"),
        ("Velora)", "Velora"),
        ("(Velora", "Velora"),
        ("Velora (oral)", "Velora (oral)"),
        ("(R)-velodrine", "(R)-velodrine"),
        ("[18F]velotrace", "[18F]velotrace"),
        ("(velo) and (tron)", "(velo) and (tron)"),
        ("(Velora),", "Velora"),
        ("Norhall, Inc.", "Norhall, Inc."),
        ("/Velora-", "Velora"),
    ],
)
def test_names_are_trimmed(tagged, name):
    text = f"It is {tagged} here"
    assert [text[c.start : c.end] for c, _ in settle(text, tag(text, (tagged, T.DRUG, 0.9)), [])] == [name]


@pytest.mark.parametrize("tagged", ["x", "(", "--", "(-)", "..."])
def test_what_is_left_without_a_name_is_dropped(tagged):
    text = f"It is {tagged} here"
    assert settle(text, tag(text, (tagged, T.DRUG, 0.9)), []) == []


@pytest.mark.parametrize(
    ("kind", "lent"),
    [
        pytest.param(T.COMPANY, True, id="same"),
        pytest.param(T.UNIVERSITY, True, id="another-organization"),
        pytest.param(T.DRUG, False, id="another-type"),
    ],
)
def test_rules_lend_identifiers_where_they_agree(kind, lent):
    text = "Norhall is"
    rule = Candidate(0, 7, kind, 90, "id:1", ("Norhall Group",))
    ((candidate, _),) = settle(text, tag(text, ("Norhall", T.COMPANY, 0.9)), [rule])
    assert candidate.type is T.COMPANY
    assert (candidate.identifier, candidate.aliases) == (("id:1", ("Norhall Group",)) if lent else (None, ()))


def test_surer_names_rank_higher_and_not_below_what_the_linker_trusts():
    text = "Velora Zelora"
    sure, unsure = settle(text, tag(text, ("Velora", T.DRUG, 1.0), ("Zelora", T.DRUG, 0.3)), [])
    assert sure[0].rank > unsure[0].rank >= 60


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("Orla Finch, the Irish pharmaceutical group, pays. Orla Finch waits.", "company", id="group"),
        pytest.param("Orla Finch, a company veteran, speaks. Orla Finch waits.", "person", id="veteran"),
        pytest.param("Orla Finch, the company's founder, speaks. Orla Finch waits.", "person", id="founder"),
    ],
)
def test_a_company_may_have_a_persons_name(text, kind):
    places = [m.start() for m in re.finditer("Orla Finch", text)]
    tagged = [TaggedName(at, at + 10, EntityType.PERSON, 0.9) for at in places]
    assert {c.type.value for c, _ in settle(text, tagged, [])} == {kind}


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        pytest.param("Dr. Ada Quimby", "Ada Quimby", id="title"),
        pytest.param("Ada Quimby, M.D., Ph.D.", "Ada Quimby", id="degrees"),
        pytest.param("Prof. Dr. Ada Quimby MD", "Ada Quimby", id="both"),
        pytest.param("J.D. Quimby", "J.D. Quimby", id="initials-like-a-degree"),
        pytest.param("Ada Mdira", "Ada Mdira", id="no-degree"),
    ],
)
def test_a_person_has_a_name_without_titles(tagged, name):
    text = f"It is led by {tagged} of Norhall."
    assert [text[c.start : c.end] for c, _ in settle(text, tag(text, (tagged, T.PERSON, 0.9)), [])] == [name]


def test_degrees_alone_are_nobody():
    text = "It is led by M.D., M.B.A. of Norhall."
    assert settle(text, tag(text, ("M.D., M.B.A", T.PERSON, 0.9)), []) == []


@pytest.mark.parametrize(
    ("glued", "name"),
    [
        pytest.param("StoryVelora", "Velora", id="word-before"),
        pytest.param("ProgramsVelora", "Velora", id="words-before"),
        pytest.param("VeloraAt", "Velora", id="word-behind"),
        pytest.param("VeloraVelora", "Velora", id="twice"),
        pytest.param("VeloraMab", "VeloraMab", id="another-name"),
        pytest.param("Velora Velora", "Velora", id="heading-and-text"),
    ],
)
def test_what_conversion_has_stuck_to_a_name(glued, name):
    text = f"Velora is new. About {glued} is told."
    names = tag(text, ("Velora", T.DRUG, 0.9), (glued, T.DRUG, 0.9))
    assert text[(found := settle(text, names, [])[1][0]).start : found.end] == name


def test_a_study_is_no_product():
    text = "VLR-12 did well in VLR-12-301, and VLR-14 too."
    names = tag(text, ("VLR-12", T.DRUG, 0.9), ("VLR-12-301", T.DRUG, 0.8), ("VLR-14", T.DRUG, 0.9))
    assert [c.type for c, _ in settle(text, names, [])] == [T.DRUG, T.TRIAL, T.DRUG]


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        pytest.param("proprietary Velora® platform", "Velora", id="adjective-and-head"),
        pytest.param("Velora Matrix Carrier™ (VMC™) therapeutics", "Velora Matrix Carrier", id="parentheses"),
        pytest.param("Velora® Stent System", "Velora® Stent System", id="rest-of-the-name"),
        pytest.param("novel peptides", "novel peptides", id="no-name-within"),
        pytest.param("anti-VLR antibody", "anti-VLR antibody", id="not-an-adjective"),
    ],
)
def test_a_product_has_a_name_without_adjectives(tagged, name):
    text = f"It builds on its {tagged} again."
    for kind in (T.PLATFORM, T.DRUG):
        assert [text[c.start : c.end] for c, _ in settle(text, tag(text, (tagged, kind, 0.9)), [])] == [name]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("Velora is old. The Velora platform is new.", T.PLATFORM, id="platform"),
        pytest.param("Velora, the company's novel treatment, works.", T.DRUG, id="apposition"),
        pytest.param("Velora agonists lower the expression of Velora.", T.TARGET, id="target"),
        pytest.param("Velora is listed in Oslo.", T.COMPANY, id="nothing"),
        pytest.param("Velora told the platform owner of Velora.", T.COMPANY, id="not-beside"),
    ],
)
def test_words_beside_a_name_speak_for_a_type(text, kind):
    places = [m.start() for m in re.finditer("Velora", text)]
    tagged = [TaggedName(at, at + 6, T.COMPANY, 0.4) for at in places]
    assert {c.type for c, _ in settle(text, tagged, [])} == {kind}
