"""Writes the model card: what the models learned from, and the figures that the evaluation gives for unseen issuers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.evaluation.folds import SET_ASIDE
from kg.evaluation.gold import gold_sets
from kg.evaluation.report import Report
from kg.evaluation.run import choose, measure, read_folds
from training.examples import Example

_HEAD = """# The reader: model card

Finds names in press releases and decides which facts they state; `kg/nlp/encoder` and `kg/nlp/decisions` run it.

- **Version** {version}. Files and their SHA-256 stand in `card.json`; a file that does not agree is refused.
- **Starts from** all-MiniLM-L6-v2 (Apache-2.0, 22 M parameters); its upper three layers are trained on, with new inputs for
  the form of words, the kind of section, the rules' names and values, a tagger, and a head for pairs of mentions. Weights
  in eight bits. The scorers are gradient-boosted trees (scikit-learn), as ONNX.
- **Learned from** {documents} documents with gold facts: {sets}. Documents that are set aside ({aside}) were never learned from.
  The models hold no text of them.
- **Use**: English press releases, leads and filings about drug pipelines. **Not for** medical or investment decisions
  without reading the sentence that each fact quotes.
- **Limits**: see `docs/extraction.md`. Rare relations were learned mostly from documents of our own wording.

"Cross-validated" figures are of models that had not seen the document's issuer, networks and scorers alike
(folds {folds}; the other fold was only learned from). "Set aside" figures are of the models that ship.
"""


def write_card_text(
    out: Path, cross: Path, gold: Path, made: Sequence[Example], fold: Mapping[str, int], version: str
) -> None:
    """Write ``README.md`` beside the models, from the facts that training left in ``cross``."""
    produced = read_folds(cross)
    kept = produced.folds or {}
    counts = Counter(e.set for e in made if fold[e.stem] != SET_ASIDE)
    lines = [
        _HEAD.format(
            version=version,
            documents=sum(counts.values()),
            sets=", ".join(f"{number} of {name}" for name, number in sorted(counts.items())),
            aside=sum(f == SET_ASIDE for f in fold.values()),
            folds=", ".join(map(str, sorted({f for f in kept.values() if f != SET_ASIDE}))),
        )
    ]
    measured = {"cross-validated": {d for d, f in kept.items() if f != SET_ASIDE}}
    measured["set aside"] = {d for d, f in kept.items() if f == SET_ASIDE}
    for title, documents in measured.items():
        for set_ in gold_sets([gold / name for name in ("real", "leads", "contrast")]):
            if not any(f.stem in documents for f in set_.files):
                continue
            for section in ("facts", "milestones"):
                report = measure(set_.name, choose([set_], documents), produced, section=section)
                if report is not None:
                    lines += _table(f"{title}: {set_.name}, {section}", report)
    (out / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _table(title: str, report: Report) -> list[str]:
    lines = [
        f"## {title} ({len(report.scores.documents)} documents)",
        "",
        "| figure | value | right / of | target |",
        "|---|---|---|---|",
    ]
    for figure in report.figures():
        count = f"{figure.right} / {figure.of}" if figure.right is not None else ""
        wanted = f"{figure.target.least:.2f} ({figure.verdict})" if figure.target is not None else ""
        lines.append(f"| {figure.label} | {figure.value:.3f} | {count} | {wanted} |")
    lines += ["", "| relation | right | wrong | missing | P | R | F1 |", "|---|---|---|---|---|---|---|"]
    for name, c in sorted(report.scores.relations.items()):
        lines.append(
            f"| {name} | {c.right} | {c.wrong} | {c.missing} | {c.precision:.2f} | {c.recall:.2f} | {c.f1:.2f} |"
        )
    return [*lines, ""]
