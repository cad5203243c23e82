"""The values that the rooms of the package hand to one another.

Each is immutable all the way down and goes to JSON and back (``to_json``, ``from_json``).
Ranges are characters of ``Document.text``, end excluded.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from kg.display import counted, html_table, printable
from kg.terms import ConflictType, DateSource, EntityType, Modality, Phase, Relation, SectionKind, Status

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stretch of a document's text that is one kind of thing."""

    kind: SectionKind
    start: int
    end: int
    title: str | None = None  # the heading above it, where there is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text with what is known of where it comes from."""

    id: str  # stable, from the source; characters [a-z0-9_.-]
    sha256: str  # of the source's bytes, hexadecimal
    text: str
    title: str | None = None
    published: str | None = None  # date, see Attributes.date
    source: str | None = None  # URI or relative path
    media_type: str = "text/plain"
    sections: tuple[Section, ...] = ()  # in order, not overlapping
    dated_by: DateSource | None = None  # how the date was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A range of text that names or refers to an entity."""

    start: int
    end: int
    nominal: bool = False  # "the Company", "its lead candidate", "we": refers without a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing, within a document (with mentions) or across documents (without)."""

    id: str  # "e7" within an Extraction; "drug/abc-131" within Knowledge
    type: EntityType
    name: str  # the fullest name
    aliases: tuple[str, ...] = ()  # every other name, sorted
    mentions: tuple[Mention, ...] = ()
    identifiers: tuple[str, ...] = ()  # CURIEs of other vocabularies, such as "mesh:D009101", sorted
    broader: tuple[str, ...] = ()  # ids of what this is a kind of, within Knowledge (skos:broader)

    def __repr__(self) -> str:
        """Id, name, type and a few other names."""
        also = f"; also {', '.join(self.aliases[:3])}{', …' if len(self.aliases) > 3 else ''}" if self.aliases else ""
        return printable(f"<Entity {self.id}: {self.name}, {self.type}{also}>")

    def _repr_html_(self) -> str:
        rows = [
            ("id", self.id),
            ("type", self.type),
            ("also", ", ".join(self.aliases)),
            ("identifiers", ", ".join(self.identifiers)),
            ("a kind of", ", ".join(self.broader)),
            ("mentions", len(self.mentions) or None),
        ]
        return html_table((), [row for row in rows if row[1]], caption=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An exact amount in whole units of its currency."""

    currency: str  # ISO 4217, alphabetic
    value: Decimal

    def __str__(self) -> str:
        """Code and number, such as ``USD 2000000``."""
        value = self.value.normalize()
        return f"{self.currency} {value:f}"

    @classmethod
    def of(cls, text: str) -> Money:
        """An amount written as ``USD 2000000``."""
        currency, number = text.split()
        return cls(currency=currency, value=Decimal(number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """What qualifies a fact; each is None where the text does not say.

    ``about``, ``agency`` and ``indication`` are ids of entities beside the fact. ``date`` is ``YYYY``, ``YYYY-Qn``,
    ``YYYY-Hn``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as the text.
    """

    phase: Phase | None = None
    status: Status | None = None
    kind: str | None = None  # a DealKind, or how money was raised
    about: str | None = None
    date: str | None = None
    amount: Money | None = None
    program: str | None = None
    title: str | None = None
    agency: str | None = None
    indication: str | None = None
    upfront: Money | None = None
    milestones: Money | None = None
    royalties: str | None = None
    territory: str | None = None
    exclusive: bool | None = None

    def items(self) -> tuple[tuple[str, Any], ...]:
        """Name and value of each attribute that has one, in the order above."""
        pairs = ((f.name, getattr(self, f.name)) for f in dataclasses.fields(self))
        return tuple((name, value) for name, value in pairs if value is not None)


ENTITY_ATTRIBUTES = ("about", "agency", "indication")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentence that says so."""

    document: str  # Document.id
    start: int
    end: int
    quote: str  # Document.text[start:end]
    rule: str  # the rule or model that fired, such as "manufacture/selected-as-supplier"
    trigger: str = ""  # the words that it fired on
    confidence: float = 1.0  # that this sentence says so, in [0, 1]
    section: SectionKind | None = None  # where it stands
    news: bool | None = None  # whether the document tells it as its news, or repeats what was known


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeEvidence:
    """Where the value of one attribute stands, which need not be the fact's own sentence."""

    attribute: str  # its name in Attributes
    start: int  # characters of Document.text
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One relation as one document states it, with the sentence that says so."""

    relation: Relation
    subject: str  # id of an Entity in the same Extraction
    object: str  # the same, or a literal where the relation takes one
    evidence: Evidence
    attributes: Attributes = Attributes()
    modality: Modality = Modality.ASSERTED
    confidence: float = 1.0  # in [0, 1]
    attribute_evidence: tuple[AttributeEvidence, ...] = ()  # of the attributes that a text gives, sorted by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What one document says, and nothing else."""

    document: Document
    pipeline: str  # name and version of what extracted it
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueEvidence:
    """Where a document gives the value of one attribute of a statement, with the sentence that does."""

    attribute: str  # its name in Attributes
    document: str  # Document.id
    start: int  # of the value's own words
    end: int
    text: str  # Document.text[start:end]; all of the sentence for what is read off the sentence as a whole
    quote: str  # the sentence in which they stand, or their line where no sentence of the document is known
    value: str = ""  # what the words mean: "phase 2", "USD 2000000", "2016-11", an Entity.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Facts of any number of documents that say the same thing."""

    id: str  # deterministic, "partnership/3f9c0a52d1e84b77"
    relation: Relation
    subject: str  # Entity.id within the Knowledge
    object: str  # the same, or a literal
    attributes: Attributes = Attributes()
    modality: Modality = Modality.ASSERTED
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()  # sorted by document date, document, start
    conflicts: tuple[str, ...] = ()  # ids of statements that contradict this one, time and scope set aside
    attribute_evidence: tuple[ValueEvidence, ...] = ()  # sorted by attribute, document date, document, start
    setting: str | None = None  # what the sentences add to the disease, such as "relapsed or refractory"

    def __repr__(self) -> str:
        """Who, what, whom, with attributes, and the surest sentence."""
        told = "".join(f"; {name} {value}" for name, value in self._qualities())
        best = max(self.evidence, key=lambda e: e.confidence, default=None)
        quote = f"; “{printable(best.quote, 80)}” ({best.document})" if best else ""
        head = f"{self.subject} {self.relation} {self.object}{told}"
        return printable(f"<Statement {head}; {counted(len(self.evidence), 'sentence')}{quote}>", 500)

    def _repr_html_(self) -> str:
        rows: list[tuple[object, ...]] = [(name, value, "") for name, value in self._qualities()]
        rows += [(f"{e.confidence:.2f}", e.quote, e.document) for e in self.evidence]
        return html_table((), rows, caption=f"{self.subject} {self.relation} {self.object}")

    def _qualities(self) -> list[tuple[str, Any]]:
        """What a reader must know of it beside subject, relation and object."""
        asserted = self.modality is Modality.ASSERTED
        return [
            *(() if asserted else (("modality", self.modality.value),)),
            *self.attributes.items(),
            ("confidence", f"{self.confidence:.2f}"),
            *((("contradicted by", ", ".join(self.conflicts)),) if self.conflicts else ()),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Why two names are names of one entity."""

    entity: str  # Entity.id within the Knowledge
    one: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two statements of which not both hold as they stand, and in what way."""

    type: ConflictType
    earlier: str  # Statement.id of what was said first; of two said at once, the id that sorts first
    later: str
    attribute: str  # in which they differ: its name in Attributes, or "modality"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Entities and statements of all documents; the same for any order of input."""

    documents: tuple[Document, ...] = ()  # text left out ("")
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()  # sorted by earlier, later, attribute
    merges: tuple[Merge, ...] = ()  # sorted by entity, names, reason


_adapters: dict[type[Any], TypeAdapter[Any]] = {}  # made once a class, which takes a while


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        from pydantic import TypeAdapter  # takes as long to import as a command may take to start

        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_json(value: Any) -> str:
    """Write a value of this module as one line of JSON; attributes without a value are left out.

    >>> to_json(Money(currency="USD", value=Decimal("2000000")))
    '{"currency":"USD","value":"2000000"}'
    """
    return _adapter(type(value)).dump_json(value, exclude_none=True).decode("utf-8")


def from_json(kind: type[T], text: str | bytes) -> T:
    """Read what ``to_json`` wrote.

    >>> from_json(Money, '{"currency":"USD","value":"2000000"}')
    Money(currency='USD', value=Decimal('2000000'))

    Raises:
        ValueError: The text is no JSON, or a field is missing or of the wrong kind; the message says which.
    """
    value: T = _adapter(kind).validate_json(text)
    return value
