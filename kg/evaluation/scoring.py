"""Scoring extracted facts against gold facts.

A produced fact is right when its relation is the gold fact's and subject and object each share a name with it, spelling
folded; symmetric relations match either way. Facts that gold marks optional are neither asked for nor punished.
Attributes are compared on the facts that match.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import DocumentError
from kg.evaluation.facts import Record
from kg.terms import RELATIONS, Relation

ATTRIBUTES = ("phase", "status", "kind", "amount", "date", "program", "title", "agency", "about", "indication")
_CONTAINED = {"about", "title", "program", "agency", "indication"}  # a part of the name is enough
_LEGAL = re.compile(
    r"\b(incorporated|inc|corporation|corp|company|co|limited|ltd|plc|llc|llp|lp|gmbh|ag|kgaa|kg|sa|sas|sarl|spa|srl|"
    r"nv|bv|ab|asa|as|oyj|oy|pty|pte|kk|se|holdings?)\b"
)
_AGENCIES = {
    "usfoodanddrugadministration": "fda",
    "foodanddrugadministration": "fda",
    "usfda": "fda",
    "europeanmedicinesagency": "ema",
    "ec": "europeancommission",
    "nationalcancerinstitute": "nci",
    "nationalinstitutesofhealth": "nih",
    "nationalinstituteofallergyandinfectiousdiseases": "niaid",
    "biomedicaladvancedresearchanddevelopmentauthority": "barda",
    "usdepartmentofdefense": "dod",
    "departmentofdefense": "dod",
    "medicinesandhealthcareproductsregulatoryagency": "mhra",
    "pharmaceuticalsandmedicaldevicesagency": "pmda",
    "nationalmedicalproductsadministration": "nmpa",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many facts are right, wrong and missing."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    def __add__(self, other: Counts) -> Counts:
        """The sum of two counts."""
        return Counts(
            right=self.right + other.right, wrong=self.wrong + other.wrong, missing=self.missing + other.missing
        )

    @property
    def precision(self) -> float:
        """Right ones among those produced, 0 where there are none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Right ones among those asked for, 0 where there are none."""
        return self.right / (self.right + self.missing) if self.right + self.missing else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missing) if self.right else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The figures of a run over gold documents."""

    relations: Mapping[str, Counts]
    documents: Mapping[str, Counts]
    attributes: Mapping[str, tuple[int, int]]  # right, asked for
    errors: tuple[str, ...] = ()

    @property
    def micro(self) -> Counts:
        """All facts of all documents."""
        return sum(self.relations.values(), Counts())

    @property
    def macro_f1(self) -> float:
        """The mean of the relations' F1."""
        return sum(c.f1 for c in self.relations.values()) / len(self.relations) if self.relations else 0.0

    def to_record(self) -> Record:
        """The figures as plain JSON values."""
        micro = self.micro
        return {
            "documents": len(self.documents),
            "precision": round(micro.precision, 4),
            "recall": round(micro.recall, 4),
            "f1": round(micro.f1, 4),
            "macro_f1": round(self.macro_f1, 4),
            "relations": {
                name: {
                    "right": c.right,
                    "wrong": c.wrong,
                    "missing": c.missing,
                    "precision": round(c.precision, 4),
                    "recall": round(c.recall, 4),
                    "f1": round(c.f1, 4),
                }
                for name, c in sorted(self.relations.items())
            },
            "attributes": {name: {"right": r, "gold": g} for name, (r, g) in sorted(self.attributes.items())},
        }


@dataclass(frozen=True, slots=True)
class _Fact:
    relation: str
    subject: frozenset[str]
    object: frozenset[str]
    attributes: Mapping[str, Any]
    optional: bool
    text: str

    def is_found_by(self, other: _Fact) -> bool:
        """Whether a produced fact says what this one asks for."""
        if self.relation != other.relation:
            return False
        if self.subject & other.subject and self.object & other.object:
            return True
        symmetric = self.relation in set(Relation) and RELATIONS[Relation(self.relation)].symmetric
        return symmetric and bool(self.subject & other.object and self.object & other.subject)


@dataclass(slots=True)
class _Tally:
    relations: dict[str, Counts] = field(default_factory=dict)
    documents: dict[str, Counts] = field(default_factory=dict)
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def count(self, document: str, relation: str, counts: Counts) -> None:
        self.relations[relation] = self.relations.get(relation, Counts()) + counts
        self.documents[document] = self.documents.get(document, Counts()) + counts


def fold(text: object) -> str:
    """Fold case, accents, punctuation, spacing and legal forms away, as the gold guidelines say."""
    folded = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().casefold()
    folded = folded.replace("&", " and ").replace(".", "").replace("'", "")
    folded = re.sub(r"^the ", "", re.sub(r"[^a-z0-9]+", " ", folded).strip())
    short = " ".join(_LEGAL.sub(" ", folded).split())
    return (short or folded).replace(" ", "")


def _names(value: object, entities: Mapping[str, Record]) -> frozenset[str]:
    if isinstance(value, str) and value in entities:
        value = entities[value]
    if isinstance(value, dict):
        spelled: Sequence[object] = [value.get("name", ""), *value.get("aliases", ())]
    else:
        spelled = value if isinstance(value, list) else [value]
    return frozenset(name for name in map(fold, spelled) if name)


def _fact(record: Record, entities: Mapping[str, Record]) -> _Fact:
    def label(value: object) -> object:
        return value.get("name", "") if isinstance(value, dict) else value

    given = record.get("attributes") or {}
    return _Fact(
        relation=record["relation"],
        subject=_names(record["subject"], entities),
        object=_names(record["object"], entities),
        attributes=given,
        optional=bool(record.get("optional")),
        text=f"{record['relation']}({label(record['subject'])}, {label(record['object'])}) {given or ''}".rstrip(),
    )


def agrees(name: str, gold: object, produced: object) -> bool:
    """Whether an attribute's value is right: a date may be more or less precise, a name may be a part of the other."""
    if gold is None or produced is None:
        return False
    if name == "date":
        return str(produced).startswith(str(gold)) or str(gold).startswith(str(produced))
    one, other = fold(gold), fold(produced)
    if name == "agency":
        one, other = _AGENCIES.get(one, one), _AGENCIES.get(other, other)
    return one == other or (name in _CONTAINED and (one in other or other in one))


def read_gold(paths: Iterable[Path]) -> dict[str, list[_Fact]]:
    """Read gold files.

    Raises:
        DocumentError: A file is no gold file.
    """
    gold = {}
    for path in paths:
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            entities = {entity["id"]: entity for entity in record.get("entities", ())}
            gold[record.get("document", path.stem)] = [_fact(fact, entities) for fact in record["facts"]]
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentError(f"{path}: not a gold file: {error!r}; see the gold format in the docs") from error
    return gold


def score(gold: Mapping[str, Sequence[_Fact]], produced: Iterable[Record]) -> Scores:
    """Score produced facts, as ``kg.evaluation.facts.records`` gives them, against gold."""
    by_document: dict[str, list[_Fact]] = {document: [] for document in gold}
    for record in produced:
        if record["document"] in by_document:
            by_document[record["document"]].append(_fact(record, {}))
    tally = _Tally()
    for document, wanted in gold.items():
        tally.documents[document] = Counts()
        _score_document(document, wanted, by_document[document], tally)
    return Scores(
        relations=tally.relations, documents=tally.documents, attributes=tally.attributes, errors=tuple(tally.errors)
    )


def _score_document(document: str, wanted: Sequence[_Fact], produced: Sequence[_Fact], tally: _Tally) -> None:
    open_ = dict(enumerate(wanted))
    for fact in produced:
        hits = [number for number, gold in enumerate(wanted) if gold.is_found_by(fact)]
        free = [number for number in hits if number in open_]
        if free:
            best = max(free, key=lambda n: sum(_right(wanted[n], fact).values()))
            gold = open_.pop(best)
            for name, right in _right(gold, fact).items():
                r, g = tally.attributes.get(name, (0, 0))
                tally.attributes[name] = (r + right, g + 1)
            if not gold.optional:
                tally.count(document, fact.relation, Counts(right=1))
        elif not hits:  # a repeat of a fact that was matched is neither right nor wrong
            tally.count(document, fact.relation, Counts(wrong=1))
            tally.errors.append(f"{document}: wrong    {fact.text}")
    for gold in open_.values():
        if not gold.optional:
            tally.count(document, gold.relation, Counts(missing=1))
            tally.errors.append(f"{document}: missing  {gold.text}")


def _right(gold: _Fact, fact: _Fact) -> Counter[str]:
    return Counter(
        {
            name: int(agrees(name, value, fact.attributes.get(name)))
            for name, value in gold.attributes.items()
            if name in ATTRIBUTES
        }
    )
