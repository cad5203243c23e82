"""Terms of the ontology that every room shares.

Generated from ``ontology/`` by ``python -m kg.graph.generate``; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class EntityType(StrEnum):
    """What kind of thing an entity is."""

    COMPANY = "company"
    UNIVERSITY = "university"
    AGENCY = "agency"
    NONPROFIT = "nonprofit"
    DRUG = "drug"
    PLATFORM = "platform"
    INDICATION = "indication"
    TARGET = "target"
    TRIAL = "trial"
    PERSON = "person"
    PLACE = "place"


class Relation(StrEnum):
    """What a fact says of its subject and object."""

    DEVELOPS = "develops"
    STUDIED_FOR = "studiedFor"
    APPROVED_FOR = "approvedFor"
    HAS_DESIGNATION = "hasDesignation"
    PARTNERS_WITH = "partnersWith"
    MANUFACTURES = "manufactures"
    LICENSES_TO = "licensesTo"
    ACQUIRES = "acquires"
    SUBSIDIARY_OF = "subsidiaryOf"
    FUNDS = "funds"
    RAISED = "raised"
    TARGETS = "targets"
    USES_PLATFORM = "usesPlatform"
    HAS_COMPONENT = "hasComponent"
    COMBINED_WITH = "combinedWith"
    HAS_TRIAL = "hasTrial"
    HOLDS_ROLE = "holdsRole"
    BASED_IN = "basedIn"
    LISTED_AS = "listedAs"
    HAS_MILESTONE = "hasMilestone"


class Phase(StrEnum):
    """How far the development of a drug for an indication has come, earliest first."""

    DISCOVERY = "discovery"
    PRECLINICAL = "preclinical"
    PHASE_1 = "phase 1"
    PHASE_1_2 = "phase 1/2"
    PHASE_2 = "phase 2"
    PHASE_2_3 = "phase 2/3"
    PHASE_3 = "phase 3"
    PHASE_4 = "phase 4"
    APPROVED = "approved"


class Status(StrEnum):
    """Where a study, deal or role stands at the document's date."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    COMPLETED = "completed"
    DISCONTINUED = "discontinued"
    DELAYED = "delayed"


class DealKind(StrEnum):
    """What two partners do together."""

    MANUFACTURING = "manufacturing"
    RESEARCH = "research"
    LICENSING = "licensing"
    CO_DEVELOPMENT = "co-development"
    COMMERCIAL = "commercial"
    CLINICAL = "clinical"
    OTHER = "other"


class MilestoneEvent(StrEnum):
    """What happens, or is to happen, to a program or company at a milestone."""

    TRIAL_START = "trial start"
    FIRST_PATIENT = "first patient"
    ENROLLMENT_COMPLETE = "enrollment complete"
    INTERIM_DATA = "interim data"
    TOPLINE_DATA = "topline data"
    DATA_PRESENTED = "data presented"
    REGULATORY_SUBMISSION = "regulatory submission"
    TRIAL_CLEARED = "trial cleared"
    REGULATORY_MEETING = "regulatory meeting"
    REGULATORY_DECISION = "regulatory decision"
    APPROVAL = "approval"
    LAUNCH = "launch"
    DESIGNATION_GRANTED = "designation granted"
    DEAL_SIGNED = "deal signed"
    DEAL_CLOSED = "deal closed"
    DEAL_ENDED = "deal ended"
    PAYMENT_RECEIVED = "payment received"
    MANUFACTURING_READY = "manufacturing ready"
    PATENT_FILED = "patent filed"
    PATENT_ALLOWED = "patent allowed"
    PATENT_GRANTED = "patent granted"
    PROGRAM_STARTED = "program started"
    PROGRAM_ENDED = "program ended"


class Modality(StrEnum):
    """How a document commits itself to a fact."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    NEGATED = "negated"
    HISTORICAL = "historical"


class SectionKind(StrEnum):
    """What a stretch of a document is."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    BODY = "body"
    LIST = "list"
    TABLE = "table"
    ABOUT = "about"
    BOILERPLATE = "boilerplate"
    CONTACT = "contact"


class DateSource(StrEnum):
    """How the date of a document was found."""

    DATES_FILE = "dates file"
    METADATA = "metadata"
    DATELINE = "dateline"
    FRONT_MATTER = "front matter"
    ADDRESS = "address"
    FILE_NAME = "file name"
    FOLDER_NAME = "folder name"
    ARCHIVE_LINK = "archive link"


class ConflictType(StrEnum):
    """In what way two statements do not both hold."""

    UPDATE = "update"
    SETBACK = "setback"
    CORRECTION = "correction"
    DIFFERENT_SCOPE = "different scope"
    DIFFERENT_PRECISION = "different precision"
    MISPRINT = "misprint"
    OPEN_CONTRADICTION = "open contradiction"


ORGANIZATIONS = frozenset({EntityType.COMPANY, EntityType.UNIVERSITY, EntityType.AGENCY, EntityType.NONPROFIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationTerm:
    """What the ontology says of one relation."""

    relation: Relation
    label: str
    statement: str  # local name of its subclass of kg:Statement
    subjects: frozenset[EntityType]
    objects: frozenset[EntityType]  # empty where the object is a literal
    attributes: frozenset[str] = frozenset()
    symmetric: bool = False

    @property
    def literal(self) -> bool:
        """Whether the object is a literal and not an entity."""
        return not self.objects


_TERMS = (
    RelationTerm(
        relation=Relation.DEVELOPS,
        label="develops",
        statement="Development",
        subjects=ORGANIZATIONS,
        objects=frozenset({EntityType.DRUG}),
        attributes=frozenset({"phase", "status"}),
    ),
    RelationTerm(
        relation=Relation.STUDIED_FOR,
        label="studied for",
        statement="Study",
        subjects=frozenset({EntityType.DRUG}),
        objects=frozenset({EntityType.INDICATION}),
        attributes=frozenset({"date", "phase", "status"}),
    ),
    RelationTerm(
        relation=Relation.APPROVED_FOR,
        label="approved for",
        statement="Approval",
        subjects=frozenset({EntityType.DRUG}),
        objects=frozenset({EntityType.INDICATION}),
        attributes=frozenset({"agency", "date"}),
    ),
    RelationTerm(
        relation=Relation.HAS_DESIGNATION,
        label="has designation",
        statement="Designation",
        subjects=frozenset({EntityType.DRUG}),
        objects=frozenset(),
        attributes=frozenset({"agency", "date", "indication"}),
    ),
    RelationTerm(
        relation=Relation.PARTNERS_WITH,
        label="partners with",
        statement="Partnership",
        subjects=ORGANIZATIONS,
        objects=ORGANIZATIONS,
        attributes=frozenset(
            {"about", "date", "exclusive", "kind", "milestones", "royalties", "status", "territory", "upfront"}
        ),
        symmetric=True,
    ),
    RelationTerm(
        relation=Relation.MANUFACTURES,
        label="manufactures",
        statement="Manufacture",
        subjects=ORGANIZATIONS,
        objects=frozenset({EntityType.DRUG}),
        attributes=frozenset({"date", "status"}),
    ),
    RelationTerm(
        relation=Relation.LICENSES_TO,
        label="licenses to",
        statement="License",
        subjects=ORGANIZATIONS,
        objects=ORGANIZATIONS,
        attributes=frozenset(
            {"about", "date", "exclusive", "milestones", "royalties", "status", "territory", "upfront"}
        ),
    ),
    RelationTerm(
        relation=Relation.ACQUIRES,
        label="acquires",
        statement="Acquisition",
        subjects=ORGANIZATIONS,
        objects=ORGANIZATIONS | frozenset({EntityType.DRUG}),
        attributes=frozenset({"amount", "date", "milestones", "royalties", "status", "upfront"}),
    ),
    RelationTerm(
        relation=Relation.SUBSIDIARY_OF,
        label="subsidiary of",
        statement="Ownership",
        subjects=ORGANIZATIONS,
        objects=ORGANIZATIONS,
        attributes=frozenset({"status"}),
    ),
    RelationTerm(
        relation=Relation.FUNDS,
        label="funds",
        statement="Funding",
        subjects=ORGANIZATIONS,
        objects=ORGANIZATIONS,
        attributes=frozenset({"about", "amount", "date", "program", "status"}),
    ),
    RelationTerm(
        relation=Relation.RAISED,
        label="raised",
        statement="Financing",
        subjects=ORGANIZATIONS,
        objects=frozenset(),
        attributes=frozenset({"date", "kind", "status"}),
    ),
    RelationTerm(
        relation=Relation.TARGETS,
        label="targets",
        statement="Mechanism",
        subjects=frozenset({EntityType.DRUG}),
        objects=frozenset({EntityType.TARGET}),
        attributes=frozenset(),
    ),
    RelationTerm(
        relation=Relation.USES_PLATFORM,
        label="uses platform",
        statement="PlatformUse",
        subjects=ORGANIZATIONS | frozenset({EntityType.DRUG}),
        objects=frozenset({EntityType.PLATFORM}),
        attributes=frozenset(),
    ),
    RelationTerm(
        relation=Relation.HAS_COMPONENT,
        label="has component",
        statement="Composition",
        subjects=frozenset({EntityType.DRUG}),
        objects=frozenset({EntityType.DRUG}),
        attributes=frozenset(),
    ),
    RelationTerm(
        relation=Relation.COMBINED_WITH,
        label="combined with",
        statement="Combination",
        subjects=frozenset({EntityType.DRUG}),
        objects=frozenset({EntityType.DRUG}),
        attributes=frozenset({"indication", "phase", "status"}),
        symmetric=True,
    ),
    RelationTerm(
        relation=Relation.HAS_TRIAL,
        label="has trial",
        statement="TrialUse",
        subjects=frozenset({EntityType.DRUG}),
        objects=frozenset({EntityType.TRIAL}),
        attributes=frozenset({"date", "phase", "status"}),
    ),
    RelationTerm(
        relation=Relation.HOLDS_ROLE,
        label="holds role",
        statement="Role",
        subjects=frozenset({EntityType.PERSON}),
        objects=ORGANIZATIONS,
        attributes=frozenset({"date", "status", "title"}),
    ),
    RelationTerm(
        relation=Relation.BASED_IN,
        label="based in",
        statement="Location",
        subjects=ORGANIZATIONS,
        objects=frozenset({EntityType.PLACE}),
        attributes=frozenset(),
    ),
    RelationTerm(
        relation=Relation.LISTED_AS,
        label="listed as",
        statement="Listing",
        subjects=ORGANIZATIONS,
        objects=frozenset(),
        attributes=frozenset(),
    ),
    RelationTerm(
        relation=Relation.HAS_MILESTONE,
        label="has milestone",
        statement="Milestone",
        subjects=ORGANIZATIONS | frozenset({EntityType.DRUG, EntityType.PLATFORM}),
        objects=frozenset(),
        attributes=frozenset({"agency", "date", "indication", "phase", "status"}),
    ),
)
RELATIONS: Mapping[Relation, RelationTerm] = MappingProxyType({term.relation: term for term in _TERMS})
