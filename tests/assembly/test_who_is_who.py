"""Names that are hard to tell apart, or hard to bring together; names are invented, or of companies that everybody knows."""

import itertools

import pytest

from kg.assembly import assemble
from kg.assembly.cleaning import clean
from kg.assembly.diseases import broader, disease, parents
from kg.assembly.legal import legal_forms, legal_name
from kg.assembly.likeness import handle_of, misspelt, near_pairs
from kg.assembly.resolution import resolve
from kg.model import Attributes
from kg.terms import EntityType, Relation
from tests.assembly.generated import World, pairwise
from tests.assembly.test_resolution import document, entity, names, resolved

DEVELOPS = [(Relation.DEVELOPS, "e1", "e2", Attributes())]


def about(id_, company, *aliases, drug="XYZ-77", ticker=None):
    listed = [(Relation.LISTED_AS, "e1", ticker, Attributes())] if ticker else []
    return document(id_, [entity("e1", "company", company, *aliases), entity("e2", "drug", drug)], DEVELOPS + listed)


@pytest.mark.parametrize(
    ("type_", "groups", "count"),
    [
        pytest.param("company", [["Merck & Co., Inc."], ["Merck KGaA"]], 2, id="one-name-of-two-countries"),
        pytest.param("company", [["Merck & Co., Inc."], ["Merck KGaA"], ["Merck"]], 3, id="a-bare-name-that-two-have"),
        pytest.param("company", [["Exampla A/S"], ["Exampla"]], 1, id="danish-form"),
        pytest.param("company", [["Exampla Bio, Inc.."], ["Exampla Bio"]], 1, id="two-full-stops"),
        pytest.param("company", [["Exampla Bio Sp. z o.o."], ["Exampla Bio"]], 1, id="polish-form"),
        pytest.param("company", [["Exampla Inc."], ["Exampla Oncology, Inc."]], 2, id="subsidiary"),
        pytest.param("company", [["Exampla UK"], ["Exampla US"]], 2, id="countries-in-names"),
        pytest.param("company", [["Exampla Biosciences"], ["exampla"]], 1, id="rare-first-word"),
        pytest.param("company", [["Southern Biosciences"], ["southern"]], 2, id="ordinary-first-word"),
        pytest.param("company", [["Exampla Bio"], ["Exampla Labs"], ["Exampla"]], 3, id="first-word-of-two"),
        pytest.param("company", [["Exampla Biosciences"], ["examplabio"]], 1, id="domain"),
        pytest.param(
            "agency", [["BARDA"], ["Biomedical Advanced Research and Development Authority"]], 1, id="vocabulary"
        ),
        pytest.param(
            "drug", [["ABC 131", "exampliximab"], ["exampliximab", "Brandix"], ["Brandix"]], 1, id="code-inn-brand"
        ),
        pytest.param("drug", [["ABC-131", "vaccine"], ["ABC-132", "vaccine"], ["vaccine"]], 3, id="a-class-as-a-name"),
        pytest.param(
            "drug", [["exampliximab"], ["ABC 1", "exampliximab"], ["ABC 2", "exampliximab"]], 3, id="inn-of-two-codes"
        ),
        pytest.param("drug", [["abiraterone"], ["Zytiga"]], 1, id="brand-of-the-vocabulary"),
        pytest.param("drug", [["ABC-131/Brandix"], ["ABC 131"], ["Brandix"]], 1, id="code-and-brand"),
        pytest.param("drug", [["Alphatide", "TM"], ["Betatide", "TM"], ["TM"]], 3, id="trademarks"),
        pytest.param(
            "indication", [["early-stage CTCL"], ["Cutaneous T-cell lymphoma"]], 1, id="abbreviation-in-a-setting"
        ),
        pytest.param(
            "indication", [["cutaneous T cell lymphoma"], ["Cutaneous T-cell lymphoma (CTCL)"]], 1, id="brackets"
        ),
        pytest.param("indication", [["ALS"], ["amyotrophic lateral sclerosis (“ALS”)"]], 1, id="abbreviation"),
        pytest.param("indication", [["ALS"], ["als"]], 2, id="an-abbreviation-is-in-capitals"),
        pytest.param("indication", [["Parkinson’s"], ["Parkinson's disease"]], 1, id="eponym"),
        pytest.param("indication", [["PTSD"], ["post-traumatic stress disorder"]], 1, id="hyphens"),
        pytest.param(
            "indication", [["acute lymphoblastic leukemia"], ["chronic lymphocytic leukemia"]], 2, id="acute-chronic"
        ),
        pytest.param("indication", [["chronic pain"], ["pain"]], 2, id="a-setting-that-makes-a-disease"),
        pytest.param("person", [["Anna B. Berg"], ["Anna C. Berg"]], 2, id="middle-initials"),
        pytest.param("person", [["Dr."], ["Dr."]], 2, id="no-name"),
    ],
)
def test_who_is_who(type_, groups, count):
    for order in itertools.permutations(groups):
        assert len(resolved(type_, *order)) == count


def test_a_misspelt_name_is_joined_where_its_documents_speak_of_the_same():
    extractions = [
        about("a", "Cellectar Biosciences, Inc.", "Cellectar", ticker="NASDAQ:CLRB"),
        about("b", "Cellecstar"),
    ]
    extractions += [about("c", "Cellectar"), document("d", [entity("e1", "company", "CLRB")], [])]
    assert names(assemble(extractions), "company") == ["CLRB", "Cellectar Biosciences, Inc."]


def test_a_ticker_of_a_name_that_has_nothing_in_common_is_a_doubt():
    extractions = [about("a", "Exampla Bio", ticker="NYSE:EXM"), about("b", "News Desk", ticker="NYSE:EXM", drug="Q-1")]
    resolution = resolve(extractions)
    assert len({i for i in resolution.ids.values() if i.startswith("company/")}) == 2
    (doubt,) = resolution.doubts
    assert (doubt.one, doubt.other) == ("company/exampla-bio", "company/news-desk")
    assert doubt.pro == ("both are listed as NYSE:EXM",)
    assert doubt.contra == ("the names have nothing in common",)


def test_a_former_name_joins_what_older_documents_say():
    old, new = about("a", "Oldname Pharma"), about("b", "Exampla Bio, Inc.", "Oldname Pharma", drug="XYZ-78")
    assert names(assemble([old, new]), "company") == ["Exampla Bio, Inc."]


def test_names_side_by_side_in_a_document_are_two_whatever_another_says():
    both = document("c", [entity("e1", "company", "Exampla Bio, Inc."), entity("e2", "company", "Oldname Pharma")])
    new = about("b", "Exampla Bio, Inc.", "Oldname Pharma")
    assert len(names(assemble([both, new]), "company")) == 2


def test_a_surname_is_the_one_person_of_that_name_in_its_documents():
    both = document("a", [entity("e1", "person", "Anna Quist"), entity("e2", "person", "Quist")])
    elsewhere = document("b", [entity("e1", "person", "Quist")])
    assert names(assemble([both]), "person") == ["Anna Quist"]
    assert len(names(assemble([document("a", [entity("e1", "person", "Anna Quist")]), elsewhere]), "person")) == 2


def test_each_merge_says_why():
    knowledge = assemble([document("a", [entity("e1", "company", "Exampla A/S")]), about("b", "Exampla")])
    assert [(m.entity, m.reason) for m in knowledge.merges] == [
        ("company/exampla", "the names agree but for the legal form")
    ]


def test_the_name_shown_is_the_full_one_that_documents_use():
    extractions = [about(f"a{n}", "Exampla Bio, Inc.") for n in range(3)]
    extractions.append(about("b", "Exampla Bio PipelineExampla Bio", "Exampla Bio"))
    assert names(assemble(extractions), "company") == ["Exampla Bio, Inc."]


@pytest.mark.parametrize(
    ("name", "key", "setting"),
    [
        ("relapsed/refractory multiple myeloma", "multiple myeloma", "relapsed or refractory"),
        ("multiple myeloma, newly diagnosed", "multiple myeloma", "newly diagnosed"),
        ("metastatic second-line pancreatic cancer", "pancreatic cancer", "metastatic, second-line"),
        ("pediatric acute myeloid leukemia", "acute myeloid leukemia", "pediatric"),
        ("moderate-to-severe ulcerative colitis", "ulcerative colitis", "moderate to severe"),
        ("chronic lymphocytic leukemia", "chronic lymphocytic leukemia", None),
        ("treatment-resistant depression", "treatment resistant depression", None),
    ],
)
def test_settings_are_taken_off_unless_they_make_another_disease(name, key, setting):
    found = disease(name)
    assert (found.words, found.setting) == (key, setting)


def test_a_setting_alone_is_no_disease():
    assert len(resolved("indication", ["relapsed or refractory"], ["relapsed or refractory"])) == 2


def test_a_hierarchy_leads_from_a_disease_to_its_kinds():
    wanted = [
        "hematologic malignancies",
        "multiple myeloma",
        "cancer",
        "CTCL",
        "platinum-resistant ovarian cancer",
        "gout",
    ]
    found = broader({name: disease(name) for name in [*wanted, "ovarian cancer"]})
    assert found["multiple myeloma"] == ("hematologic malignancies",)
    assert found["CTCL"] == ("hematologic malignancies",)
    assert found["hematologic malignancies"] == ("cancer",)
    assert found["platinum-resistant ovarian cancer"] == ("ovarian cancer",)
    assert "gout" not in found


def test_the_hierarchy_has_no_circles():
    names_ = [
        "lymphoma",
        "non-Hodgkin lymphoma",
        "CTCL",
        "leukemia",
        "AML",
        "hematologic malignancies",
        "cancer",
        "blood cancer",
    ]
    found = broader({name: disease(name) for name in names_})
    for start in names_:
        reached, queue = set(), list(found.get(start, ()))
        while queue:
            here = queue.pop()
            assert here != start
            if here not in reached:
                reached.add(here)
                queue += found.get(here, ())


@pytest.mark.parametrize(
    ("name", "type_", "expected"),
    [
        ("Exampla Bio, Inc..", "company", "Exampla Bio, Inc."),
        ("Wire.", "company", "Wire"),
        ("Exampla’s", "company", "Exampla"),
        ("gout and", "indication", "gout"),
        ("central nervous system (CNS) disorders", "indication", "central nervous system disorders"),
        ("Exampla™", "drug", "Exampla"),
        ("U.S.", "place", "U.S."),
        ("...", "company", "..."),
    ],
)
def test_names_read_as_they_should(name, type_, expected):
    assert clean(name, EntityType(type_))[0] == expected


def test_legal_forms_of_thirty_countries_are_known():
    assert len({country for countries in legal_forms().values() for country in countries}) >= 30
    for name in [
        "Exampla GmbH & Co. KG",
        "Exampla S.p.A.",
        "Exampla K.K.",
        "Exampla Pty Ltd",
        "Exampla d.o.o.",
        "Exampla Oyj",
    ]:
        assert legal_name(name).words == ("exampla",), name
        assert legal_name(name).countries, name


def test_parents_of_diseases_are_identifiers():
    assert all(":" in i and all(":" in p for p in above) for i, above in parents().items())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("quantectar biosciences", "quantecstar biosciences", True),
        ("exampla 12", "exampla 13", False),
        ("exampla uk", "exampla us", False),
        ("novadex pharma", "novadex biotech", False),
        ("exampla bio", "examplabio", True),
    ],
)
def test_a_slip_of_the_pen_is_in_one_long_word(one, other, expected):
    assert misspelt(one, other) is expected
    assert misspelt(other, one) is expected


def test_candidates_for_misspellings_are_found_without_comparing_all():
    found = {1: ["quantectar bio"], 2: ["quantecstar bio"], 3: ["quantectra bio"], 4: ["something else"]}
    assert set(near_pairs(found)) == {(1, 2), (1, 3)}
    assert handle_of("examplabio", ("exampla", "biosciences"))
    assert not handle_of("exampla", ("exampla", "biosciences"))


@pytest.mark.parametrize("seed", [7, 8])
def test_generated_documents_are_resolved_right(seed):
    truth, extractions = {}, []
    for extraction, known in World(150, seed).documents():
        extractions.append(extraction)
        truth.update(known)
    resolution = resolve(extractions)
    precision, recall = pairwise(truth, resolution.ids)
    assert precision >= 0.99
    assert recall >= 0.95
    assert resolve(extractions[::-1]) == resolution
