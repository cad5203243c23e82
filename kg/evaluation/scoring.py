"""Scoring extracted facts against gold facts.

A produced fact is right when its relation is the gold fact's and subject and object each share a name with it, spelling
folded; symmetric relations match either way. Facts that gold marks optional are neither asked for nor punished.
Attributes are compared on the facts that match.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.evaluation.facts import Record
from kg.evaluation.gold import GoldDocument, ScoredFact, fold, read_gold
from kg.terms import RELATIONS, Relation

__all__ = ["ATTRIBUTES", "Counts", "Scores", "agrees", "fold", "judge", "read_gold", "score"]

ATTRIBUTES = (
    *("phase", "status", "kind", "amount", "date", "program", "title", "agency", "about", "indication"),
    *("upfront", "milestones", "royalties", "territory", "exclusive"),
)
HIGH_STAKES = ("approvedFor", "hasDesignation", "licensesTo", "acquires", "raised", "funds")
_CONTAINED = {"about", "title", "program", "agency", "indication"}  # a part of the name is enough
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
_SYMMETRIC = {relation.value for relation in Relation if RELATIONS[relation].symmetric}


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

    def to_record(self) -> Record:
        """Counts and figures as plain JSON values."""
        return {
            "right": self.right,
            "wrong": self.wrong,
            "missing": self.missing,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


class Verdict(StrEnum):
    """What becomes of a produced fact."""

    RIGHT = "right"
    OPTIONAL = "optional"  # it matches a fact that need not be found
    REPEAT = "repeat"  # of a fact that was matched already: neither right nor wrong
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Judged:
    """A produced fact, its verdict, and the gold fact that it matches."""

    fact: ScoredFact
    verdict: Verdict
    gold: ScoredFact | None = None

    def attributes(self) -> dict[str, bool]:
        """Whether each attribute that gold gives is right; empty where the fact matches none, or one matched before."""
        return {n: ok for n, ok in _agreement(self.gold, self.fact).items() if n in ATTRIBUTES} if self.gold else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was produced for one document, judged."""

    gold: GoldDocument
    judged: tuple[Judged, ...]
    missing: tuple[ScoredFact, ...]

    @property
    def document(self) -> str:
        """The document's id."""
        return self.gold.document


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The figures of a run over gold documents."""

    outcomes: tuple[Outcome, ...]
    relations: Mapping[str, Counts]
    documents: Mapping[str, Counts]
    attributes: Mapping[str, tuple[int, int]]  # right, asked for
    errors: tuple[str, ...] = ()

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Scores:
        """Count what was judged."""
        outcomes = tuple(outcomes)
        relations: dict[str, Counts] = {}
        documents: dict[str, Counts] = {}
        attributes: dict[str, tuple[int, int]] = {}
        errors: list[str] = []
        for outcome in outcomes:
            counted = documents.setdefault(outcome.document, Counts())
            told = [(j.fact, Counts(right=1)) for j in outcome.judged if j.verdict is Verdict.RIGHT]
            told += [(j.fact, Counts(wrong=1)) for j in outcome.judged if j.verdict is Verdict.WRONG]
            told += [(fact, Counts(missing=1)) for fact in outcome.missing]
            for fact, counts in told:
                relations[fact.relation] = relations.get(fact.relation, Counts()) + counts
                counted += counts
                if not counts.right:
                    errors.append(f"{outcome.document}: {'wrong   ' if counts.wrong else 'missing '} {fact.text}")
            documents[outcome.document] = counted
            for name, ok in (pair for judged in outcome.judged for pair in judged.attributes().items()):
                right, asked = attributes.get(name, (0, 0))
                attributes[name] = (right + ok, asked + 1)
        return cls(
            outcomes=outcomes, relations=relations, documents=documents, attributes=attributes, errors=tuple(errors)
        )

    def part(self, chosen: Callable[[str], bool] | Collection[str]) -> Scores:
        """The figures of some of the documents."""
        wanted = chosen if callable(chosen) else frozenset(chosen).__contains__
        return Scores.of(outcome for outcome in self.outcomes if wanted(outcome.document))

    def together(self, relations: Iterable[str]) -> Counts:
        """The counts of several relations as one."""
        return sum((self.relations[name] for name in relations if name in self.relations), Counts())

    @property
    def micro(self) -> Counts:
        """All facts of all documents."""
        return sum(self.relations.values(), Counts())

    @property
    def macro_f1(self) -> float:
        """The mean of the relations' F1."""
        return sum(c.f1 for c in self.relations.values()) / len(self.relations) if self.relations else 0.0

    @property
    def high_stakes(self) -> Counts:
        """Approvals, designations, licences, acquisitions, money raised and granted, together."""
        return self.together(HIGH_STAKES)

    @property
    def all_attributes(self) -> tuple[int, int]:
        """How many attribute values are right, and how many were asked for."""
        return sum(r for r, _ in self.attributes.values()), sum(g for _, g in self.attributes.values())

    def to_record(self) -> Record:
        """The figures as plain JSON values."""
        micro = self.micro
        return {
            "documents": len(self.documents),
            "precision": round(micro.precision, 4),
            "recall": round(micro.recall, 4),
            "f1": round(micro.f1, 4),
            "macro_f1": round(self.macro_f1, 4),
            "high_stakes": self.high_stakes.to_record(),
            "relations": {name: counts.to_record() for name, counts in sorted(self.relations.items())},
            "attributes": {name: {"right": r, "gold": g} for name, (r, g) in sorted(self.attributes.items())},
        }


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


def same(gold: ScoredFact, fact: ScoredFact) -> bool:
    """Whether a produced fact says what a gold fact says."""
    if gold.relation != fact.relation:
        return False
    if gold.subject.names & fact.subject.names and gold.object.names & fact.object.names:
        return True
    reverse = gold.relation in _SYMMETRIC
    return reverse and bool(gold.subject.names & fact.object.names and gold.object.names & fact.subject.names)


def judge(gold: GoldDocument, produced: Iterable[ScoredFact], wanted: Sequence[ScoredFact]) -> Outcome:
    """Match what was produced for a document, in its order, with the gold facts that are wanted there.

    Among several gold facts that match, the one whose attributes agree best is taken.
    """
    open_ = dict(enumerate(wanted))
    judged: list[Judged] = []
    for fact in produced:
        hits = [number for number, one in enumerate(wanted) if same(one, fact)]
        free = [number for number in hits if number in open_]
        if free:
            best = open_.pop(max(free, key=lambda n: sum(_agreement(wanted[n], fact).values())))
            judged.append(Judged(fact, Verdict.OPTIONAL if best.optional else Verdict.RIGHT, best))
        else:
            judged.append(Judged(fact, Verdict.REPEAT if hits else Verdict.WRONG))
    missing = tuple(one for one in open_.values() if not one.optional)
    return Outcome(gold=gold, judged=tuple(judged), missing=missing)


def score(
    gold: Mapping[str, GoldDocument],
    produced: Iterable[Record],
    *,
    section: str = "facts",
    without: Collection[str] = (),
) -> Scores:
    """Score produced facts against gold.

    Args:
        gold: As ``read_gold`` gives it; documents that are not annotated for the section are left out.
        produced: As ``kg.evaluation.facts.records`` gives them; those of other documents are left out.
        section: ``facts`` or ``milestones``.
        without: Relations to leave out, in gold and in what was produced.
    """
    by_document: dict[str, list[ScoredFact]] = {}
    for record in produced:
        if record["document"] in gold and record["relation"] not in without:
            fact = ScoredFact.of(record)
            if fact.in_section(section):
                by_document.setdefault(record["document"], []).append(fact)
    outcomes = []
    for document, one in gold.items():
        wanted = one.section(section)
        if wanted is not None:
            asked = [fact for fact in wanted if fact.relation not in without]
            outcomes.append(judge(one, by_document.get(document, ()), asked))
    return Scores.of(outcomes)


def _agreement(gold: ScoredFact, fact: ScoredFact) -> dict[str, bool]:
    return {name: agrees(name, value, fact.attributes.get(name)) for name, value in gold.attributes.items()}
