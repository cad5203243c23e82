"""A small piece of knowledge made by hand, with every relation, every attribute and names that try to break things."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kg.model import Attributes, Conflict, Document, Entity, Evidence, Knowledge, Money, Statement, ValueEvidence
from kg.tellings import plain_value
from kg.terms import RELATIONS, ConflictType, EntityType, Modality, Phase, Relation, SectionKind, Status

SCRIPT = "<script>window.pwned = true</script>"


def money(number: int, currency: str = "USD") -> Money:
    return Money(currency=currency, value=Decimal(number))


DOCUMENTS = (
    Document(
        id="alpha-2016",
        sha256="a" * 64,
        text="",
        title=f"Alpha Bio Announces {SCRIPT}",
        published="2016-11-28",
        source="texts/alpha-2016.txt",
    ),
    Document(
        id="zeta-2018", sha256="b" * 64, text="", title="Zeta & Söhne", published="2018-03", media_type="text/html"
    ),
    Document(id="undated", sha256="c" * 64, text=""),
)
ENTITIES = tuple(
    sorted(
        (
            Entity(
                id="company/alpha-bio", type=EntityType.COMPANY, name="Alpha Bio, Inc.", aliases=("Alpha", "Alpha Bio")
            ),
            Entity(id="company/zeta-pharma", type=EntityType.COMPANY, name="Zeta Pharma GmbH", aliases=("Zeta",)),
            Entity(
                id="company/script", type=EntityType.COMPANY, name=SCRIPT, aliases=('"><img src=x onerror=alert(1)>',)
            ),
            Entity(id="company/alpha-pharma", type=EntityType.COMPANY, name="Alpha Pharma", aliases=("Alpha",)),
            Entity(id="university/probe-centre", type=EntityType.UNIVERSITY, name="Probe Centre", aliases=("PC",)),
            Entity(id="agency/nci", type=EntityType.AGENCY, name="National Cancer Institute", aliases=("NCI",)),
            Entity(id="agency/fda", type=EntityType.AGENCY, name="FDA", aliases=("U.S. Food and Drug Administration",)),
            Entity(id="nonprofit/fund", type=EntityType.NONPROFIT, name="Rare Disease Fund"),
            Entity(id="drug/abc-131", type=EntityType.DRUG, name="ABC 131", aliases=("ABC-131", "ABC131")),
            Entity(id="drug/iodine-131", type=EntityType.DRUG, name="iodine-131", identifiers=("mesh:C000614965",)),
            Entity(id="platform/ziptor", type=EntityType.PLATFORM, name="ZipTor"),
            Entity(
                id="indication/multiple-myeloma", type=EntityType.INDICATION, name="multiple myeloma", aliases=("MM",)
            ),
            Entity(
                id="indication/refractory-multiple-myeloma",
                type=EntityType.INDICATION,
                name="refractory multiple myeloma",
                broader=("indication/multiple-myeloma",),
            ),
            Entity(id="target/cd38", type=EntityType.TARGET, name="CD38"),
            Entity(id="trial/nct01234567", type=EntityType.TRIAL, name="NCT01234567"),
            Entity(id="person/anna-berg", type=EntityType.PERSON, name="Anna Berg"),
            Entity(id="place/oslo-norway", type=EntityType.PLACE, name="Oslo, Norway"),
        ),
        key=lambda e: e.id,
    )
)


def evidence(
    document: str,
    start: int,
    quote: str,
    rule: str = "hand/made",
    section: SectionKind | None = None,
    news: bool | None = None,
) -> Evidence:
    return Evidence(
        document=document,
        start=start,
        end=start + len(quote),
        quote=quote,
        rule=rule,
        trigger=quote[:5],
        section=section,
        news=news,
    )


def value(attribute: str, document: str, start: int, text: str, quote: str, meaning: str = "") -> ValueEvidence:
    """Where a value stands; without a meaning it is the statement's own."""
    return ValueEvidence(
        attribute=attribute,
        document=document,
        start=start,
        end=start + len(text),
        text=text,
        quote=quote,
        value=meaning,
    )


def stated(made: Statement) -> Statement:
    """With the values that no words are named for read off the whole of each sentence, as those of classes are."""
    named = {v.attribute for v in made.attribute_evidence}
    placed = [
        replace(v, value=v.value or plain_value(getattr(made.attributes, v.attribute))) for v in made.attribute_evidence
    ]
    placed += [
        value(name, proof.document, proof.start, proof.quote, proof.quote, plain_value(known))
        for name, known in made.attributes.items()
        if name not in named
        for proof in made.evidence
    ]
    dates = {d.id: d.published or "" for d in DOCUMENTS}
    placed.sort(key=lambda v: (v.attribute, dates[v.document], v.document, v.start, v.end, v.quote))
    return replace(made, attribute_evidence=tuple(placed))


def statement(
    number: int,
    relation: Relation,
    subject: str,
    object_: str,
    *proofs: Evidence,
    modality: Modality = Modality.ASSERTED,
    conflicts: tuple[str, ...] = (),
    values: tuple[ValueEvidence, ...] = (),
    **attributes: object,
) -> Statement:
    return Statement(
        id=f"{RELATIONS[relation].statement.lower()}/{number:016x}",
        relation=relation,
        subject=subject,
        object=object_,
        attributes=Attributes(**attributes),  # type: ignore[arg-type]
        modality=modality,
        confidence=0.9,
        evidence=proofs or (evidence("alpha-2016", 100 * number, f"Sentence number {number} says so."),),
        conflicts=conflicts,
        attribute_evidence=values,
    )


R = Relation
STATEMENTS = tuple(
    sorted(
        (
            statement(1, R.DEVELOPS, "company/alpha-bio", "drug/abc-131"),
            statement(
                2,
                R.STUDIED_FOR,
                "drug/abc-131",
                "indication/refractory-multiple-myeloma",
                evidence("alpha-2016", 10, "ABC 131 is in Phase 1 for refractory multiple myeloma."),
                evidence("zeta-2018", 20, 'ABC 131, "in Phase 1"\n for refractory & multiple myeloma.'),
                phase=Phase.PHASE_1,
                status=Status.ONGOING,
            ),
            statement(
                3,
                R.STUDIED_FOR,
                "drug/abc-131",
                "indication/multiple-myeloma",
                phase=Phase.PHASE_2,
                status=Status.PLANNED,
            ),
            statement(
                4, R.APPROVED_FOR, "drug/abc-131", "indication/multiple-myeloma", agency="agency/fda", date="2018"
            ),
            statement(
                5,
                R.HAS_DESIGNATION,
                "drug/abc-131",
                "orphan drug",
                agency="agency/fda",
                indication="indication/multiple-myeloma",
                date="2016-Q3",
            ),
            statement(
                6,
                R.PARTNERS_WITH,
                "company/alpha-bio",
                "company/zeta-pharma",
                kind="licensing",
                about="drug/abc-131",
                date="2016-11-28",
                upfront=money(5_000_000, "EUR"),
                milestones=money(100_000_000),
                royalties="double-digit",
                territory="Europe",
                exclusive=True,
                status=Status.ONGOING,
                values=(
                    value("milestones", "alpha-2016", 660, "$100 million", "Milestones may reach $100 million."),
                    value("upfront", "alpha-2016", 640, "€5 million", "Zeta pays €5 million at signing."),
                ),
            ),
            statement(
                7, R.PARTNERS_WITH, "company/alpha-bio", "university/probe-centre", kind="manufacturing", date="2016-11"
            ),
            statement(8, R.MANUFACTURES, "university/probe-centre", "drug/abc-131"),
            statement(
                9, R.LICENSES_TO, "company/alpha-bio", "company/zeta-pharma", about="drug/abc-131", exclusive=False
            ),
            statement(
                10,
                R.ACQUIRES,
                "company/zeta-pharma",
                "company/script",
                amount=money(20_500_000),
                upfront=money(10_000_000),
                milestones=money(10_500_000),
                royalties="5%",
                status=Status.COMPLETED,
            ),
            statement(11, R.SUBSIDIARY_OF, "company/script", "company/zeta-pharma"),
            statement(
                12,
                R.FUNDS,
                "agency/nci",
                "company/alpha-bio",
                amount=money(2_000_000),
                program="SBIR",
                about="drug/abc-131",
                conflicts=("funding/000000000000000d",),
            ),
            statement(
                13,
                R.FUNDS,
                "agency/nci",
                "company/alpha-bio",
                evidence("zeta-2018", 300, "The award was $3 million."),
                amount=money(3_000_000),
                program="SBIR",
                about="drug/abc-131",
                conflicts=("funding/000000000000000c",),
            ),
            statement(14, R.RAISED, "company/alpha-bio", "USD 8000000", kind="public offering", date="2016-Q2"),
            statement(15, R.TARGETS, "drug/abc-131", "target/cd38"),
            statement(16, R.USES_PLATFORM, "drug/abc-131", "platform/ziptor"),
            statement(17, R.HAS_COMPONENT, "drug/abc-131", "drug/iodine-131"),
            statement(18, R.COMBINED_WITH, "drug/abc-131", "drug/iodine-131", modality=Modality.PLANNED),
            statement(19, R.HAS_TRIAL, "drug/abc-131", "trial/nct01234567", phase=Phase.PHASE_1_2),
            statement(20, R.HOLDS_ROLE, "person/anna-berg", "company/alpha-bio", title="CEO, with “quotes” & <b>"),
            statement(21, R.BASED_IN, "company/alpha-bio", "place/oslo-norway"),
            statement(22, R.LISTED_AS, "company/alpha-bio", "NASDAQ:ABCD"),
            statement(
                23,
                R.PARTNERS_WITH,
                "company/alpha-bio",
                "company/script",
                evidence("undated", 5, "Alpha has no agreement with it."),
                modality=Modality.NEGATED,
            ),
            statement(
                24,
                R.HAS_MILESTONE,
                "drug/abc-131",
                "first patient",
                evidence(
                    "alpha-2016",
                    2400,
                    "Alpha Bio Doses First Patient with ABC 131",
                    section=SectionKind.HEADLINE,
                    news=True,
                ),
                evidence("zeta-2018", 2400, "The first patient had ABC 131 in 2016.", news=False),
                phase=Phase.PHASE_1,
                status=Status.COMPLETED,
                indication="indication/refractory-multiple-myeloma",
                date="2016-11-28",
                values=(
                    value("date", "alpha-2016", 2460, "today", "Alpha Bio today dosed a patient."),
                    value("date", "zeta-2018", 2433, "2016", "The first patient had ABC 131 in 2016.", "2016"),
                    value("phase", "alpha-2016", 2500, "Phase I", "The Phase I study is open."),
                ),
            ),
            statement(
                25,
                R.HAS_MILESTONE,
                "drug/abc-131",
                "topline data",
                evidence("alpha-2016", 2600, "Topline data are expected in the first half of 2017.", news=True),
                modality=Modality.PLANNED,
                phase=Phase.PHASE_1,
                status=Status.PLANNED,
                indication="indication/refractory-multiple-myeloma",
                date="2017-H1",
                values=(
                    value(
                        "date",
                        "alpha-2016",
                        2629,
                        "first half of 2017",
                        "Topline data are expected in the first half of 2017.",
                    ),
                ),
            ),
            statement(
                26,
                R.HAS_MILESTONE,
                "drug/abc-131",
                "topline data",
                evidence("zeta-2018", 2700, "Topline data have moved to the fourth quarter of 2018.", news=True),
                status=Status.DELAYED,
                modality=Modality.PLANNED,
                date="2018-Q4",
            ),
            statement(
                27,
                R.HAS_MILESTONE,
                "drug/abc-131",
                "regulatory submission",
                evidence("alpha-2016", 2800, "We plan to file with the FDA.", section=SectionKind.BODY),
                modality=Modality.PLANNED,
                status=Status.PLANNED,
                agency="agency/fda",
                indication="indication/multiple-myeloma",
            ),
            statement(
                28, R.HAS_MILESTONE, "company/alpha-bio", "payment received", status=Status.COMPLETED, date="2016-10"
            ),
            statement(29, R.HAS_MILESTONE, "platform/ziptor", "patent granted", status=Status.COMPLETED, date="2016"),
            statement(
                30,
                R.HAS_MILESTONE,
                "drug/abc-131",
                "trial start",
                modality=Modality.NEGATED,
                phase=Phase.PHASE_3,
                status=Status.PLANNED,
            ),
        ),
        key=lambda s: s.id,
    )
)
KNOWLEDGE = Knowledge(
    documents=tuple(sorted(DOCUMENTS, key=lambda d: d.id)),
    entities=ENTITIES,
    statements=tuple(stated(s) for s in STATEMENTS),
    conflicts=(
        Conflict(
            type=ConflictType.OPEN_CONTRADICTION,
            earlier="funding/000000000000000c",
            later="funding/000000000000000d",
            attribute="amount",
        ),
    ),
)
