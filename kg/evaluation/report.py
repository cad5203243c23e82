"""A report: every figure of one section on one gold set, each beside its target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.evaluation.calibration import Calibration, calibration
from kg.evaluation.causes import Cause, causes
from kg.evaluation.entities import EntityScores, Listings, score_entities
from kg.evaluation.facts import Record
from kg.evaluation.scoring import Counts, Scores
from kg.evaluation.targets import Target, target

SEATS = ("basedIn", "listedAs")  # easy relations that make up half of the facts of a first paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A share, what it counts, and its target."""

    name: str  # as the targets name it
    label: str
    right: int | None  # None for an F1, which is no share
    of: int | None
    value: float
    target: Target | None = None

    @property
    def verdict(self) -> str:
        """Whether the target is reached, empty where there is none."""
        if self.target is None:
            return ""
        if self.target.aim is not None and self.value >= self.target.aim:
            return "aim met"
        return "met" if self.target.met(self.value) else "below"

    def to_record(self) -> Record:
        """The figure as plain JSON values."""
        record: Record = {"figure": self.name, "value": round(self.value, 4), "right": self.right, "of": self.of}
        if self.target is not None:
            record |= {"least": self.target.least, "aim": self.target.aim, "verdict": self.verdict}
        return record


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was measured of one section on one gold set."""

    name: str
    section: str
    scores: Scores
    entities: EntityScores
    calibration: Calibration
    causes: tuple[Cause, ...]
    parts: Mapping[str, Scores] = field(default_factory=dict)  # by group of documents, or by fold

    def figures(self) -> tuple[Figure, ...]:
        """The figures that summarize the report; those of nothing are left out."""
        scores, entities = self.scores, self.entities.all
        rows = [*_counted("", "", scores.micro)]
        if self.section == "facts":
            seatless = scores.together(name for name in scores.relations if name not in SEATS)
            rows += [
                r for r in _counted("without_seats.", f", without {', '.join(SEATS)}", seatless) if r[0][-2:] == "f1"
            ]
            rows += [r for r in _counted("high_stakes.", ", high stakes", scores.high_stakes) if r[0][-2:] != "f1"]
        rows.append(_share("attributes", "attributes together", *scores.all_attributes))
        rows += [_share(f"attribute.{n}", f"attribute {n}", r, g) for n, (r, g) in sorted(scores.attributes.items())]
        if self.entities.listed:
            rows.append(_share("entities.found", "entities of facts found", entities.found, entities.required))
            rows.append(_share("entities.named", "entities of facts named", entities.named, entities.required))
        rows.append(_share("entities.right", "entities produced right", entities.right, entities.produced))
        rows += [
            _share(f"confidence.{level.low:g}", f"confidence ≥ {level.low:g} right", level.right, level.facts)
            for level in self.calibration.levels
        ]
        return tuple(
            Figure(
                name=name,
                label=label,
                right=right,
                of=of,
                value=value,
                target=target(name, section=self.section, gold_set=self.name),
            )
            for name, label, right, of, value in rows
            if of != 0
        )

    def to_record(self) -> Record:
        """Everything as plain JSON values."""
        return {
            "set": self.name,
            "section": self.section,
            **self.scores.to_record(),
            "figures": [figure.to_record() for figure in self.figures()],
            "entities": self.entities.to_record(),
            "calibration": self.calibration.to_record(),
            "causes": [cause.to_record() for cause in self.causes],
            "parts": {
                name: {"documents": len(part.documents), **part.micro.to_record()} for name, part in self.parts.items()
            },
        }


def make_report(
    name: str,
    section: str,
    scores: Scores,
    *,
    listed: Listings | None = None,
    used: Listings | None = None,
    parts: Mapping[str, Scores] | None = None,
) -> Report:
    """Work out a report.

    Args:
        name: Of the gold set; its targets are looked up by it.
        section: ``facts`` or ``milestones``, the one that the scores are of.
        scores: The judged documents of the set.
        listed: The entities that were produced for each document, where they are known.
        used: The entities of produced facts, which say why facts are missing where there is no listing.
        parts: Scores of parts of the set that the report shows beside each other.
    """
    return Report(
        name=name,
        section=section,
        scores=scores,
        entities=score_entities(scores.outcomes, listed),
        calibration=calibration(scores.outcomes),
        causes=causes(scores.outcomes, listed if listed is not None else used or {}),
        parts=dict(parts or {}),
    )


_Row = tuple[str, str, int | None, int | None, float]


def _counted(prefix: str, suffix: str, counts: Counts) -> list[_Row]:
    return [
        (
            f"{prefix}precision",
            f"precision{suffix}",
            counts.right,
            counts.right + counts.wrong,
            counts.precision,
        ),
        (f"{prefix}recall", f"recall{suffix}", counts.right, counts.right + counts.missing, counts.recall),
        (f"{prefix}f1", f"micro-F1{suffix}", None, None, counts.f1),
    ]


def _share(name: str, label: str, right: int, of: int) -> _Row:
    return name, label, right, of, right / of if of else 0.0
