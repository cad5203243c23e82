import dataclasses
import itertools

import pytest

from kg.assembly import assemble
from kg.assembly.places import place_key
from kg.model import AttributeEvidence, Attributes, Document, Entity, Evidence, Extraction, Fact, Mention
from kg.terms import EntityType, Relation


def document(id_, entities, facts=(), published="2020-01-01"):
    """An extraction of a text in which every entity's names stand once."""
    text, made = "", []
    for entity in entities:
        mentions = []
        for name in (entity.name, *entity.aliases):
            mentions.append(Mention(start=len(text), end=len(text) + len(name)))
            text += name + ". "
        made.append(dataclasses.replace(entity, mentions=tuple(mentions)))
    made_facts = tuple(
        Fact(
            relation=relation,
            subject=subject,
            object=object_,
            attributes=attributes,
            evidence=Evidence(document=id_, start=0, end=5, quote=text[:5], rule="hand"),
            confidence=0.8,
            attribute_evidence=tuple(AttributeEvidence(attribute=n, start=0, end=5) for n, _ in attributes.items()),
        )
        for relation, subject, object_, attributes in facts
    )
    return Extraction(
        document=Document(id=id_, sha256="0" * 64, text=text, published=published),
        pipeline="hand",
        entities=tuple(made),
        facts=made_facts,
    )


def entity(id_, type_, name, *aliases):
    return Entity(id=id_, type=EntityType(type_), name=name, aliases=aliases)


def names(knowledge, type_):
    return sorted(e.name for e in knowledge.entities if e.type == type_)


def resolved(type_, *groups):
    extractions = [document(f"d{n}", [entity("e1", type_, *group)]) for n, group in enumerate(groups)]
    return names(assemble(extractions), type_)


@pytest.mark.parametrize(
    ("type_", "one", "other", "count"),
    [
        pytest.param("company", ["Alpha Bio, Inc."], ["Alpha Bio"], 1, id="legal-form"),
        pytest.param("company", ["Alpha Bio, Inc.", "Alpha"], ["Alpha"], 1, id="short-name"),
        pytest.param("company", ["Alpha Bio"], ["Alpha Pharma"], 2, id="other-company"),
        pytest.param("company", ["Alpha Bio", "Alpha"], ["Alpha Pharma", "Alpha"], 2, id="shared-short-name"),
        pytest.param("company", ["Institute of Probes", "IOP"], ["IOP"], 1, id="abbreviation"),
        pytest.param("drug", ["ABC 131"], ["ABC-131", "ABC131"], 1, id="code-spacing"),
        pytest.param("drug", ["ABC 131"], ["ABC 125"], 2, id="code-digits"),
        pytest.param("drug", ["ABC 131", "ABC family"], ["ABC 132", "ABC family"], 2, id="shared-alias"),
        pytest.param("drug", ["Brandix", "genericumab"], ["genericumab"], 1, id="brand-and-generic"),
        pytest.param("drug", ["vaccine candidate"], ["vaccine candidate"], 2, id="nameless-products"),
        pytest.param(
            "indication", ["R/R Follicular Lymphoma"], ["relapsed or refractory follicular lymphoma"], 1, id="r/r"
        ),
        pytest.param("indication", ["haematological malignancies"], ["hematologic cancer"], 1, id="spelling"),
        pytest.param("indication", ["refractory gout"], ["gout"], 1, id="setting"),
        pytest.param("person", ["Dr. Jim A. Example, M.D."], ["James Example"], 1, id="person"),
        pytest.param("person", ["Jim Example"], ["Tim Example"], 2, id="other-person"),
        pytest.param("place", ["MADISON, Wis."], ["Madison, Wisconsin"], 1, id="state"),
        pytest.param("place", ["Cambridge, MA"], ["Cambridge, UK"], 2, id="other-city"),
        pytest.param("trial", ["Phase 2 clinical trial"], ["Phase 2 clinical trial"], 2, id="nameless-trials"),
        pytest.param("trial", ["SUNRISE", "NCT01234567"], ["NCT01234567"], 1, id="registry-number"),
        pytest.param("platform", ["delivery platform"], ["delivery platform"], 2, id="nameless-platforms"),
        pytest.param("platform", ["ZipTor"], ["ZipTor", "ZipTor platform"], 1, id="platform"),
    ],
)
def test_entities_are_one_or_two(type_, one, other, count):
    assert len(resolved(type_, one, other)) == count


def test_organizations_are_one_whatever_type_a_document_gives_them():
    knowledge = assemble(
        [
            document("a", [entity("e1", "company", "Centre of Probes")]),
            document("b", [entity("e1", "university", "Centre of Probes")]),
            document("c", [entity("e1", "university", "Centre of Probes")]),
        ]
    )
    assert [(e.type, e.id) for e in knowledge.entities] == [("university", "university/centre-of-probes")]


def misspelt(a, b, *, same_ticker):
    tickers = ("NASDAQ:ABCD", "NASDAQ:ABCD" if same_ticker else "NASDAQ:WXYZ")
    return [
        document(f"d{n}", [entity("e1", "company", name)], [(Relation.LISTED_AS, "e1", tickers[n], Attributes())])
        for n, name in enumerate((a, b))
    ]


def test_a_ticker_joins_misspelt_names_and_the_usual_spelling_wins():
    extractions = misspelt("Quantectar Biosciences", "Quantecstar Biosciences", same_ticker=True)
    extractions.append(document("d3", [entity("e1", "company", "Quantectar Biosciences")]))
    assert names(assemble(extractions), "company") == ["Quantectar Biosciences"]


def test_similar_names_without_support_stay_apart():
    assert len(names(assemble(misspelt("Novamedix", "Novamedis", same_ticker=False)), "company")) == 2


def test_a_shared_drug_joins_misspelt_names():
    develops = [(Relation.DEVELOPS, "e1", "e2", Attributes())]
    drug = entity("e2", "drug", "XYZ-77")
    knowledge = assemble(
        [
            document("a", [entity("e1", "company", "Quantectar Biosciences"), drug], develops),
            document("b", [entity("e1", "company", "Quantestar Biosciences"), drug], develops),
        ]
    )
    assert len(names(knowledge, "company")) == 1
    assert len(knowledge.statements) == 1
    assert len(knowledge.statements[0].evidence) == 2


def test_a_code_with_its_payloads_abbreviation_is_the_code():
    knowledge = assemble(
        [
            document("a", [entity("e1", "drug", "AB 1602"), entity("e2", "drug", "Paclitaxel", "PTX")]),
            document("b", [entity("e1", "drug", "AB 1602-PTX")]),
        ]
    )
    assert len(names(knowledge, "drug")) == 2


def test_a_code_with_another_suffix_is_another_product():
    assert len(resolved("drug", ["AB 250"], ["AB 250-CDx"])) == 2


def studied(id_, wording):
    """A document whose first sentence says that a drug is studied for a disease, in these words."""
    made = document(id_, [entity("i1", "indication", wording), entity("d1", "drug", "ABC-1")])
    evidence = Evidence(document=id_, start=0, end=len(wording), quote=wording, rule="hand")
    fact = Fact(relation=Relation.STUDIED_FOR, subject="d1", object="i1", evidence=evidence)
    return dataclasses.replace(made, facts=(fact,))


def test_a_disease_in_settings_is_one_and_the_wording_stays_on_the_statement():
    knowledge = assemble(
        [
            studied("a", "relapsed or refractory multiple myeloma"),
            studied("b", "multiple myeloma"),
            studied("c", "R/R multiple myeloma"),
        ]
    )
    (disease,) = [e for e in knowledge.entities if e.type == "indication"]
    assert disease.id == "indication/multiple-myeloma"
    assert {s.setting: len(s.evidence) for s in knowledge.statements} == {"relapsed or refractory": 2, None: 1}


def test_namesakes_at_different_organizations_stay_two_people():
    def role(id_, org):
        people = [entity("e1", "person", "Anna Berg"), entity("e2", "company", org)]
        return document(id_, people, [(Relation.HOLDS_ROLE, "e1", "e2", Attributes(title="CEO"))])

    knowledge = assemble([role("a", "Alpha Bio"), role("b", "Zeta Pharma")])
    people = [e.id for e in knowledge.entities if e.type == "person"]
    assert len(people) == 2
    assert all(id_.startswith("person/anna-berg-") for id_ in people)


def test_assembly_is_the_same_for_any_order():
    extractions = [
        document("a", [entity("e1", "company", "Alpha Bio, Inc.", "Alpha"), entity("e2", "drug", "ABC 1")]),
        document("b", [entity("e1", "company", "Alpha"), entity("e2", "drug", "ABC-1")]),
        document("c", [entity("e1", "company", "Alpha Pharma"), entity("e2", "place", "Oslo")]),
    ]
    results = {assemble(order) for order in itertools.permutations(extractions)}
    assert len(results) == 1


def test_two_documents_of_one_id_are_one():
    knowledge = assemble(
        [document("a", [entity("e1", "company", "Old")]), document("a", [entity("e1", "company", "New")])]
    )
    assert names(knowledge, "company") == ["New"]


def test_place_key_keeps_a_bare_city():
    assert place_key("Cardiff") == "cardiff"
