"""Which names of a text of invented companies and drugs are one entity."""

import itertools

import pytest

from kg.documents.sections import sections
from kg.model import Document
from kg.nlp.linking import link
from kg.nlp.recognition import Candidate
from kg.terms import EntityType

T = EntityType


def linked(text, names):
    """The entities of a text in which these names, of these types, are found wherever they stand, and the issuers."""
    found, taken = [], set()
    for name, kind in sorted(names, key=lambda n: -len(n[0])):
        at = text.find(name)
        while at >= 0:
            if not taken & set(range(at, at + len(name))):
                taken |= set(range(at, at + len(name)))
                found.append(Candidate(at, at + len(name), kind, 80))
            at = text.find(name, at + len(name))
    document = Document(id="t", sha256="0" * 64, text=text, sections=sections(text))
    return link(document, sorted(found, key=lambda c: c.start))


def by_name(entities):
    return {name: e.id for e in entities for name in (e.name, *e.aliases)}


ONE = [
    ("The Institute of Applied Probes (IAP) helps. IAP is old.", T.UNIVERSITY, "Institute of Applied Probes", "IAP"),
    ("Belmora Biosciences, Inc. helps. Belmora is old.", T.COMPANY, "Belmora Biosciences, Inc.", "Belmora"),
    ("Belmora Biosciences, Inc. helps. Belmora Biosciences is old.", T.COMPANY, "Belmora Biosciences, Inc.", "Belmora Biosciences"),
    ("QTX 131 is a drug. QTX-131 is the same.", T.DRUG, "QTX 131", "QTX-131"),
    ("Quantiva® (velsotumab) is sold. It uses velsotumab.", T.DRUG, "Quantiva", "velsotumab"),
    ("It treats multiple myeloma (MM). Patients with MM took part.", T.INDICATION, "multiple myeloma", "MM"),
    ("QTX-131 eases major depressive disorder. In MDD it is new.", T.INDICATION, "major depressive disorder", "MDD"),
    ("It slows Charcot-Marie-Tooth disease. For CMT nothing helps.", T.INDICATION, "Charcot-Marie-Tooth disease", "CMT"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "one", "other"),
    ONE,
    ids=[
        "abbreviation",
        "short-name",
        "legal-form",
        "spacing",
        "brand-and-generic",
        "disease-abbreviation",
        "disease-initials",
        "disease-initials-without-disease",
    ],
)
def test_names_of_one_thing_are_one_entity(text, kind, one, other):
    entities, _ = linked(text, [(one, kind), (other, kind)])
    ids = by_name(entities)
    assert ids[one] == ids[other]
    assert {e.type for e in entities} == {kind}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        pytest.param(T.DRUG, "QTX-131", "QTX-132", id="codes-one-digit-apart"),
        pytest.param(T.INDICATION, "major depressive disorder", "MDS", id="other-initials"),
        pytest.param(T.COMPANY, "Belmora Biosciences", "Belgrado Therapeutics", id="companies"),
        pytest.param(T.PERSON, "Rosa Vintner", "Tom Vintner", id="relatives"),
    ],
)
def test_names_of_two_things_stay_two(kind, one, other):
    entities, _ = linked(f"{one} and {other} are named here.", [(one, kind), (other, kind)])
    assert sorted(e.name for e in entities) == sorted([one, other])


def test_a_name_found_once_is_found_everywhere():
    text = "Velora is a drug. Later, Velora was sold. A vial of Velora broke, not of Velorafen."
    document = Document(id="t", sha256="0" * 64, text=text)
    ((entity,), _) = link(document, [Candidate(0, 6, T.DRUG, 80)])
    assert [m.start for m in entity.mentions] == [
        text.index("Velora"),
        text.index("Velora was"),
        text.index("Velora broke"),
    ]


def test_nominals_mean_the_issuer_and_the_drug():
    text = (
        "OSLO, Norway, June 11, 2020 -- Quantrexa Pharmaceuticals, Inc. (Nasdaq: QTRX) said that QTX-101 is safe. "
        "The Company plans a study of the drug candidate. We are glad."
    )
    entities, issuers = linked(text, [("Quantrexa Pharmaceuticals, Inc.", T.COMPANY), ("QTX-101", T.DRUG)])
    nominals = {text[m.start : m.end]: e.name for e in entities for m in e.mentions if m.nominal}
    assert nominals["The Company"] == nominals["We"] == "Quantrexa Pharmaceuticals, Inc."
    assert nominals["the drug candidate"] == "QTX-101"
    assert [e.name for e in entities if e.id in issuers] == ["Quantrexa Pharmaceuticals, Inc."]


def test_mentions_do_not_overlap_and_lie_in_the_text():
    for text, kind, one, other in ONE:
        entities, _ = linked(text, [(one, kind), (other, kind)])
        mentions = sorted((m.start, m.end) for e in entities for m in e.mentions)
        assert all(0 <= start < end <= len(text) for start, end in mentions)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(mentions))


def test_many_names_do_not_make_a_long_document_slow():
    """Joining hundreds of brands with their generic names must not recurse, nor compare all with all."""
    syllables = [a + b for a in "bdfglmnprt" for b in "aeiou"]
    pairs = [(f"{one}{two}lex".capitalize(), f"{one}{two}vosumab") for one in syllables for two in syllables[:25]]
    text, found = "", []
    for pair in pairs:
        for name, before, after in zip(pair, ("", "® ("), ("", ") is sold. "), strict=True):
            text += before
            found.append(Candidate(len(text), len(text) + len(name), T.DRUG, 80))
            text += name + after
    entities, _ = link(Document(id="t", sha256="0" * 64, text=text), found)
    ids = by_name(entities)
    assert sum(ids.get(brand) == ids.get(generic) is not None for brand, generic in pairs) > 0.9 * len(pairs)


def test_no_names_no_entities():
    assert link(Document(id="t", sha256="0" * 64, text=""), []) == ((), ())
