"""Which entities a text of invented companies and drugs has, and which names are one."""

import itertools

import pytest

from kg.nlp.extractor import Extractor
from kg.terms import ORGANIZATIONS


@pytest.fixture(scope="module")
def entities(extract):
    """The entities of a release of Quantrexa, by every name."""

    def run(body, *, issuer="Quantrexa Pharmaceuticals, Inc. (Nasdaq: QTRX)", about="", head="Quantrexa Brings News"):
        text = f"{head}\n\nOSLO, Norway, June 11, 2020 (GLOBE NEWSWIRE) -- {issuer} announced news today. {body}\n\n{about}"
        return {name: e for e in extract(text).entities for name in (e.name, *e.aliases)}

    return run


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        pytest.param(
            "It works with Belmora Biosciences Ltd. on this.", "Belmora Biosciences Ltd.", "company", id="legal-form"
        ),
        pytest.param(
            "It works with Belmora Therapeutics on this.", "Belmora Therapeutics", "company", id="company-word"
        ),
        pytest.param("It was developed with Belmora for many years.", "Belmora", "company", id="partner-without-form"),
        pytest.param(
            "It was made at the University of Elvania.", "University of Elvania", "university", id="university"
        ),
        pytest.param("It was made at Grenmoor Cancer Center.", "Grenmoor Cancer Center", "university", id="hospital"),
        pytest.param("The National Cancer Institute paid for it.", "National Cancer Institute", "agency", id="agency"),
        pytest.param("The Grenmoor Foundation paid for it.", "Grenmoor Foundation", "nonprofit", id="foundation"),
        pytest.param("The drug QTX-101 is given weekly.", "QTX-101", "drug", id="code"),
        pytest.param("The drug 89Zr-QTX50 is an imaging agent; QTX50 too.", "QTX50", "drug", id="code-without-hyphen"),
        pytest.param("The antibody velsotumab is given weekly.", "velsotumab", "drug", id="stem"),
        pytest.param("The drug Quantiva® is given weekly.", "Quantiva", "drug", id="trademark"),
        pytest.param("Zelvotran, the complement modulator, is given weekly.", "Zelvotran", "drug", id="apposition"),
        pytest.param("It rests on the QuantaLink platform.", "QuantaLink platform", "platform", id="platform"),
        pytest.param(
            "It comes from QuantaCell®, Quantrexa's proprietary protein expression system.",
            "QuantaCell",
            "platform",
            id="system",
        ),
        pytest.param(
            "It is for patients with relapsed or refractory mantle cell lymphoma.",
            "relapsed or refractory mantle cell lymphoma",
            "indication",
            id="setting",
        ),
        pytest.param(
            "It treats primary sclerosing grelbitis syndrome.",
            "primary sclerosing grelbitis syndrome",
            "indication",
            id="unlisted-disease",
        ),
        pytest.param("It is tested in solid tumors.", "solid tumors", "indication", id="solid-tumors"),
        pytest.param("QTX-101 is a CD38 inhibitor.", "CD38", "target", id="inhibitor"),
        pytest.param("QTX-101 is an anti-GPRC9X antibody.", "GPRC9X", "target", id="anti"),
        pytest.param("The trial (NCT01234567) is open.", "NCT01234567", "trial", id="registry"),
        pytest.param("Patients entered the BRIGHTPATH trial.", "BRIGHTPATH", "trial", id="named-trial"),
        pytest.param(
            "Patients entered LANTERN-2, a Phase 3 study of older people.", "LANTERN-2", "trial", id="trial-apposition"
        ),
        pytest.param(
            "The Phase 3 LANTERN and Phase 2 BRIGHTPATH studies are open.", "LANTERN", "trial", id="trial-pair"
        ),
        pytest.param('"It is good," said Rosa Vintner, M.D.', "Rosa Vintner", "person", id="degree"),
        pytest.param('"It is good," said Tom Vintner, chief executive officer.', "Tom Vintner", "person", id="title"),
        pytest.param("It bought Grenmoor Bio, a Tampa, Florida-based company.", "Tampa, Florida", "place", id="based"),
    ],
)
def test_finds_an_entity_of_its_type(entities, body, name, kind):
    found = entities(body)
    assert name in found, sorted(found)
    assert found[name].type == kind


@pytest.mark.parametrize(
    ("body", "name"),
    [
        pytest.param("The Phase II part and Phase III follow.", "Phase II", id="phase"),
        pytest.param("It files with the Securities and Exchange Commission on Form 10-K.", "Form 10-K", id="form"),
        pytest.param("The drug got rare pediatric disease designation.", "rare pediatric disease", id="designation"),
        pytest.param("Its drug destroys tumors.", "destroys tumors", id="verb-and-disease"),
        pytest.param("Patients with macular grelbosis (GRB) took part; GRB is rare.", "Q3 2020", id="quarter"),
    ],
)
def test_boilerplate_is_no_entity(entities, body, name):
    assert name not in entities(body)


def test_a_ticker_is_no_other_company(entities):
    companies = {e.id for e in entities("QTRX rose.").values() if e.type in ORGANIZATIONS}
    assert len(companies) == 1


@pytest.mark.parametrize(
    ("body", "one", "other"),
    [
        pytest.param(
            "The Institute of Applied Probes (IAP) helps. IAP is old.",
            "Institute of Applied Probes",
            "IAP",
            id="abbreviation",
        ),
        pytest.param(
            "Belmora Biosciences, Inc. helps. Belmora is old.", "Belmora Biosciences, Inc.", "Belmora", id="short-name"
        ),
        pytest.param(
            "Belmora Biosciences, Inc. helps. Belmora Biosciences is old.",
            "Belmora Biosciences, Inc.",
            "Belmora Biosciences",
            id="legal-form",
        ),
        pytest.param(
            "Quantrexa Pharmaceuticals helps. Quantrxa Pharmaceuticals is old.",
            "Quantrexa",
            "Quantrxa Pharmaceuticals",
            id="misspelling",
        ),
        pytest.param("QTX 131 is a drug. QTX-131 and QTX131 are the same.", "QTX 131", "QTX131", id="spacing"),
        pytest.param(
            "Quantiva® (velsotumab) is sold. It uses velsotumab.", "Quantiva", "velsotumab", id="brand-and-generic"
        ),
        pytest.param(
            "It treats multiple myeloma (MM). Relapsed or refractory multiple myeloma is hard.",
            "MM",
            "multiple myeloma",
            id="disease-abbreviation",
        ),
    ],
)
def test_names_of_one_thing_are_one_entity(entities, body, one, other):
    found = entities(body)
    assert one in found, sorted(found)
    assert other in found, sorted(found)
    assert found[one].id == found[other].id


@pytest.mark.parametrize(
    ("body", "one", "other"),
    [
        pytest.param("QTX-131 and QTX-132 are drugs.", "QTX-131", "QTX-132", id="codes-one-digit-apart"),
        pytest.param(
            "Belmora Biosciences and Belgrado Therapeutics help.",
            "Belmora Biosciences",
            "Belgrado Therapeutics",
            id="companies",
        ),
    ],
)
def test_names_of_two_things_stay_two(entities, body, one, other):
    found = entities(body)
    assert found[one].id != found[other].id


def test_a_name_found_once_is_found_everywhere(entities):
    found = entities("Belmora Biosciences, Inc. helps. Later, Belmora sold it. A site of Belmora closed.")
    names = [m for m in found["Belmora"].mentions if not m.nominal]
    assert len(names) == 3


def test_nominals_mean_the_issuer_and_the_drug(extract):
    text = (
        "OSLO, Norway, June 11, 2020 -- Quantrexa Pharmaceuticals, Inc. (Nasdaq: QTRX) said that QTX-101 is safe. "
        "The Company plans a study of the drug candidate. We are glad."
    )
    extraction = extract(text)
    nominals = {text[m.start : m.end]: e.name for e in extraction.entities for m in e.mentions if m.nominal}
    assert nominals["The Company"] == nominals["We"] == "Quantrexa Pharmaceuticals, Inc."
    assert nominals["the drug candidate"] == "QTX-101"


def test_mentions_do_not_overlap_and_lie_in_the_text(extract, shared):
    for path in sorted((shared / "gold" / "dev" / "texts").glob("*.txt"))[:6]:
        text = path.read_text(encoding="utf-8")
        mentions = sorted((m.start, m.end) for e in extract(text).entities for m in e.mentions)
        assert all(0 <= start < end <= len(text) for start, end in mentions)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(mentions))


@pytest.mark.parametrize(
    "text",
    ["", " \n\n ", "\u202e\x00\ufffd ☃ 𝕏 (", "(" * 2000, "İ ﬁ " * 50],
    ids=["empty", "blank", "odd", "parentheses", "folding"],
)
def test_odd_text_gives_no_entity_and_no_error(extract, text):
    assert extract(text).facts == ()


def test_many_names_do_not_make_a_long_document_slow(extract):
    """Joining hundreds of brands with their generic names must not recurse, nor compare all with all."""
    syllables = [a + b for a in "bdfglmnprt" for b in "aeiou"]
    pairs = [(f"{one}{two}lex".capitalize(), f"{one}{two}vosumab") for one in syllables for two in syllables[:25]]
    text = " ".join(f"{brand}® ({generic}) is sold." for brand, generic in pairs)
    by_name = {name: e.id for e in extract(text).entities for name in (e.name, *e.aliases)}
    assert sum(by_name.get(brand) == by_name.get(generic) is not None for brand, generic in pairs) > 0.9 * len(pairs)


def test_a_pipeline_without_relation_components_finds_entities_alone():
    from kg.model import Document

    extraction = Extractor(components=("kg_entities",)).extract(
        Document(id="t", sha256="0" * 64, text="Quantrexa Pharmaceuticals, Inc. develops QTX-101.")
    )
    assert extraction.entities
    assert extraction.facts == ()
    assert extraction.pipeline != Extractor().pipeline
