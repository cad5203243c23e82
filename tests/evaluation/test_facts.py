from kg.evaluation.facts import records
from kg.model import AttributeEvidence, Attributes, Document, Entity, Evidence, Extraction, Fact, Money, from_json
from kg.terms import EntityType, Modality, Relation, SectionKind, Status

TEXT = "Alpha Bio licensed ABC-1 to Zeta.\nZeta pays $5 million."


def extraction(**changes):
    fact = Fact(
        relation=Relation.LICENSES_TO,
        subject="e1",
        object="e2",
        attributes=Attributes(
            status=Status.COMPLETED,
            date="2020-H1",
            upfront=from_json(Money, '{"currency":"USD","value":"5000000"}'),
            exclusive=True,
            about="e3",
        ),
        evidence=Evidence(
            document="d", start=0, end=33, quote=TEXT[:33], rule="hand", section=SectionKind.HEADLINE, news=True
        ),
        attribute_evidence=(AttributeEvidence(attribute="upfront", start=44, end=54),),
        **changes,
    )
    entities = (
        Entity(id="e1", type=EntityType.COMPANY, name="Alpha Bio"),
        Entity(id="e2", type=EntityType.COMPANY, name="Zeta"),
        Entity(id="e3", type=EntityType.DRUG, name="ABC-1"),
    )
    document = Document(id="d", sha256="d" * 64, text=TEXT)
    return Extraction(document=document, pipeline="hand", entities=entities, facts=(fact,))


def test_a_record_has_the_section_whether_it_is_news_and_where_its_values_stand():
    (record,) = records(extraction())
    assert (record["evidence"]["section"], record["evidence"]["news"]) == ("headline", True)
    assert record["attribute_evidence"] == {"upfront": {"start": 44, "end": 54, "text": "$5 million"}}


def test_values_of_a_record_are_plain():
    (record,) = records(extraction())
    assert record["attributes"] == {
        "status": "completed",
        "about": "ABC-1",
        "date": "2020-H1",
        "upfront": "USD 5000000",
        "exclusive": True,
    }


def test_what_is_denied_is_no_record():
    assert list(records(extraction(modality=Modality.NEGATED))) == []
