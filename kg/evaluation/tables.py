"""Reports as lines of text."""

from __future__ import annotations

from collections.abc import Iterable

from kg.evaluation.report import Figure, Report
from kg.evaluation.scoring import Counts

RELATIONS_SHOWN = 3  # of a cause
QUOTE = 160  # characters of a quotation that are shown


def summary(report: Report) -> list[str]:
    """The relations, the figures beside their targets, and the line that sums up."""
    scores = report.scores
    return [
        *_counts("relation", sorted(scores.relations.items())),
        "",
        *figures(report.figures()),
        "",
        _closing(len(scores.documents), scores.micro, f" macro-F1 {scores.macro_f1:.3f}"),
    ]


def full(report: Report) -> list[str]:
    """Everything in a report."""
    blocks = [
        [f"== {report.name}: {report.section} =="],
        parts(report),
        entities(report),
        calibration(report),
        causes(report),
        summary(report),
    ]
    return [line for block in blocks if block for line in (*block, "")]


def figures(rows: Iterable[Figure], name: str = "figure") -> list[str]:
    """Figures, each with its counts and target."""
    lines = [f"{name:<46}{'value':>7}{'counts':>13}  target"]
    for row in rows:
        counts = f"{row.right}/{row.of}" if row.right is not None else ""
        beside = f"{row.target!s:<18}{row.verdict}" if row.target is not None else ""
        lines.append(f"{row.label:<46}{row.value:>7.3f}{counts:>13}  {beside}".rstrip())
    return lines


def targets(reports: Iterable[Report]) -> list[str]:
    """Every figure that has a target, of all reports, in one table."""
    lines = ["== all targets =="]
    for report in reports:
        rows = [figure for figure in report.figures() if figure.target is not None]
        if rows:
            lines += figures(rows, f"{report.name}: {report.section}, {len(report.scores.documents)} documents")
    return lines if len(lines) > 1 else []


def parts(report: Report) -> list[str]:
    """Groups of documents, or folds, beside each other."""
    if not report.parts:
        return []
    rows = [(f"{name} ({len(part.documents)})", part.micro) for name, part in report.parts.items()]
    lines = _counts("part (documents)", rows)
    lines.append("high stakes")
    return (
        lines
        + _counts("part (documents)", [(f"{n} ({len(p.documents)})", p.high_stakes) for n, p in report.parts.items()])[
            1:
        ]
    )


def entities(report: Report) -> list[str]:
    """Entities of required facts that were found, and entities of produced facts that are right, by type."""
    scores = report.entities
    if not scores.types:
        return []
    heads = ("needed", "found", "share", "named", "share", "used", "right", "share", "typed", "share")
    lines = [f"{'entities':<16}" + "".join(f"{head:>7}" for head in heads)]
    for name, c in [*sorted(scores.types.items()), ("all", scores.all)]:
        found = (c.found, _ratio(c.found, c.required), c.named, _ratio(c.named, c.required))
        right = (c.produced, c.right, _ratio(c.right, c.produced), c.typed, _ratio(c.typed, c.produced))
        cells = (c.required, *(found if scores.listed else ("-",) * len(found)), *right)
        lines.append(f"{name:<16}" + "".join(f"{cell:>7}" for cell in cells))
    return lines if scores.listed else [*lines, "(which entities were found is not known: there is no entity listing)"]


def calibration(report: Report) -> list[str]:
    """The share of right facts by confidence."""
    table = report.calibration
    if not any(b.facts for b in table.bins):
        return []
    lines = [f"{'confidence':<16}{'facts':>7}{'right':>7}{'share':>7}{'mean':>7}"]
    named = [(f"{b.low:.2f} to {b.high:.2f}", b) for b in table.bins] + [(f"≥ {b.low:.2f}", b) for b in table.levels]
    for label, b in named:
        mean = f"{b.confidence:.2f}" if b.facts else "-"
        lines.append(f"{label:<16}{b.facts:>7}{b.right:>7}{_ratio(b.right, b.facts):>7}{mean:>7}")
    return [*lines, f"expected calibration error {table.error:.3f}"]


def causes(report: Report) -> list[str]:
    """Errors by cause, each with examples."""
    lines = []
    for kind, heading in (("wrong", "wrong facts"), ("missing", "missing facts"), ("attribute", "wrong attributes")):
        of = [cause for cause in report.causes if cause.kind == kind]
        if not of:
            continue
        lines.append(f"{sum(cause.count for cause in of):>5} {heading}")
        for cause in of:
            relations = list(cause.relations.items())
            shown = ", ".join(f"{name} {count}" for name, count in relations[:RELATIONS_SHOWN])
            more = ", …" if len(relations) > RELATIONS_SHOWN else ""
            lines.append(f"{cause.count:>7} {cause.cause}   [{shown}{more}]")
            for e in cause.examples:
                note = f" ({e.note})" if e.note else ""
                lines.append(f"          {e.document}: {e.relation}({e.subject}, {e.object}){note}")
                if e.quote:
                    lines.append(f"            “{e.quote if len(e.quote) <= QUOTE else e.quote[: QUOTE - 1] + '…'}”")
    return lines


def _counts(heading: str, rows: Iterable[tuple[str, Counts]]) -> list[str]:
    lines = [f"{heading:<18}{'right':>6}{'wrong':>6}{'missing':>8}{'P':>7}{'R':>7}{'F1':>7}"]
    for name, c in rows:
        lines.append(f"{name:<18}{c.right:>6}{c.wrong:>6}{c.missing:>8}{c.precision:>7.2f}{c.recall:>7.2f}{c.f1:>7.2f}")
    return lines


def _closing(documents: int, m: Counts, tail: str) -> str:
    return f"{documents} documents: P {m.precision:.3f} R {m.recall:.3f} micro-F1 {m.f1:.3f}{tail}"


def _ratio(right: int, of: int) -> str:
    return f"{right / of:.2f}" if of else "-"
