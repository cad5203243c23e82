"""The questions that the two real documents must answer, as far as the graph holds them."""

import pytest

import kg

MISSED = pytest.mark.xfail(
    strict=True, reason="the trained reader misses part of what rules written on these two documents found"
)


@pytest.fixture(scope="module")
def graph(shared, tmp_path_factory):
    with kg.build(shared / "seeds", store=tmp_path_factory.mktemp("seeds") / "store") as built:
        assert not built.report.skipped
        yield built


def rows(graph, name, *columns, **parameters):
    return {tuple(row[c] for c in columns) for row in graph.query(name, **parameters)}


@MISSED
def test_1_the_issuer_is_one_company_under_all_its_spellings(graph):
    names = {row["name"] for row in graph.query("names", entity="Cellectar")}
    assert names >= {
        "Cellectar Biosciences, Inc.",
        "Cellecstar",
        "Cellestar Biosciences, Inc.",
        "CELLECTAR",
        "GCELLECTAR",
    }
    companies = [e.name for e in graph.knowledge.entities if e.type == "company"]
    assert [n for n in companies if n.casefold().startswith("cell")] == ["Cellectar Biosciences, Inc."]


@MISSED
def test_2_partners(graph):
    found = rows(graph, "partners", "partner", "dealKind", "date", company="Cellectar")
    assert {
        ("Centre for Probe Development and Commercialization", "manufacturing", "2016-11-28"),
        ("Pierre Fabre", "research", "2015-12"),
        ("University of Wisconsin", "research", None),
    } <= found
    assert {partner for partner, _, _ in found} <= {
        "Centre for Probe Development and Commercialization",
        "Pierre Fabre",
        "University of Wisconsin",
        "NCI",
    }


def test_5_manufacturer(graph):
    assert rows(graph, "manufacturers", "manufacturer", "date", drug="CLR 131") == {
        ("Centre for Probe Development and Commercialization", "2016-11-28")
    }


@MISSED
def test_7_evidence_for_the_ncis_funding(graph):
    sentences = " ".join(row["sentence"] for row in graph.query("evidence", one="NCI", other="Cellectar"))
    assert "contract award in the amount of" in sentences
    assert "NCI-supported Phase II trial" in sentences


@MISSED
def test_8_awards(graph):
    found = rows(graph, "funding", "paidBy", "paidTo", "amount", "purpose")
    assert {
        ("NCI", "Cellectar Biosciences, Inc.", 2_000_000, "CLR 131"),
        ("NCI", "Cellectar Biosciences, Inc.", 300_000, "CLR 125"),
        ("NCI", "University of Wisconsin", 12_000_000, "CLR 131"),
    } <= found


def test_12_indications(graph):
    found = rows(graph, "pipeline", "disease", "developmentPhase", "studyStatus", drug="CLR 131")
    assert ("relapsed or refractory multiple myeloma", "phase 1", "ongoing") in found
    assert ("hematologic malignancies", "phase 2", "planned") in found
    diseases = {d for d, _, _ in found}
    assert diseases >= {
        "Diffuse Large B Cell Lymphoma",
        "Chronic Lymphocytic Leukemia",
        "Marginal Zone Lymphoma",
        "Lymphoplasmacytic Lymphoma",
        "Mantle Cell Lymphoma",
        "head and neck cancers",
    }


def test_13_products_stay_apart(graph):
    drugs = {e.name for e in graph.knowledge.entities if e.type == "drug"}
    assert {"CLR 131", "CLR 125", "CLR 1603"} <= drugs
    assert len([d for d in drugs if d.startswith("CLR 1602")]) == 1


@MISSED
def test_20_investigators(graph):
    found = rows(graph, "people", "name", "at")
    assert ("Sikander Ailawadhi", "The Mayo Clinic") in found
    assert any(name == "Natalie Callander" and "Carbone Cancer Center" in at for name, at in found)


def test_26_designations_and_no_fast_track(graph):
    assert rows(graph, "designations", "product", "designation", "regulator") == {("CLR 131", "orphan drug", "FDA")}


def test_27_officers_and_directors(graph):
    found = {
        name for name, status in rows(graph, "people", "name", "status", organization="Cellectar") if status is None
    }
    assert found >= {"Jim Caruso", "Chad Kolean", "Jarrod Longcor", "Stephen A. Hill", "Stefan Loren", "John Neis"}


@MISSED
def test_29_other_roles_of_the_directors(graph):
    found = rows(graph, "people", "name", "at", "title")
    assert {
        ("Stephen A. Hill", "Faraday Pharmaceuticals", "CEO"),
        ("Stephen A. Hill", "Targacept", "President and CEO"),
        ("Stephen A. Hill", "Solvay Pharmaceuticals", "President and CEO"),
        ("Stephen A. Hill", "ArQule", None),
        ("Stefan Loren", "Loren Capital Strategy", "Founder"),
        ("Stefan Loren", "Westwicke Partners", "Head of Life Science Practice"),
        ("John Neis", "Venture Investors, LLC", "Managing Director, Head of Healthcare Practice"),
    } <= found


@MISSED
def test_31_financings(graph):
    assert rows(graph, "financings", "amount", "currency", "date") == {
        (3_300_000, "USD", "2015-Q4"),
        (8_000_000, "USD", "2016-Q2"),
    }


def test_every_row_has_its_document_and_sentence(graph):
    for name in ("partners", "funding", "pipeline", "people", "financings", "designations"):
        for row in graph.query(name):
            assert row["document"]
            assert row["sentence"].strip()


def test_the_graph_is_valid(graph):
    assert graph.validate()
