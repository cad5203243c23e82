"""Gold documents as the encoder sees them: pieces, tags, mentions, and what holds between mentions."""

from __future__ import annotations

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy
from spacy.language import Language

from kg.documents import read
from kg.gazetteer import matcher
from kg.model import Document
from kg.nlp.encoder.labels import CLASSES, ENTITY_TYPES, KIND_INDEX, OUTPUT_INDEX
from kg.nlp.encoder.windows import Pieces, pieces, spoken, windows
from kg.nlp.linking import link
from kg.nlp.ranges import Ranges
from kg.nlp.recognition import Candidate, recognize
from kg.nlp.sentences import annotate, blank, sentence_ranges
from kg.nlp.text import fold
from kg.nlp.values import Value, ValueKind, find_values
from kg.terms import RELATIONS, EntityType, Relation, SectionKind
from training.folds import read_gold
from training.renames import Pools, renamed, renaming

OPTIONAL_WEIGHT = 0.3
_LITERAL = {"hasDesignation": ValueKind.DESIGNATION, "raised": ValueKind.MONEY, "listedAs": ValueKind.TICKER}
_LINKED = {  # attribute: the output that links it to subject and object, and the kind of its value
    "amount": ("amount", ValueKind.MONEY),
    "upfront": ("upfront", ValueKind.MONEY),
    "milestones": ("milestones", ValueKind.MONEY),
    "royalties": ("royalties", ValueKind.ROYALTIES),
    "territory": ("territory", ValueKind.TERRITORY),
    "exclusive": ("exclusive", ValueKind.EXCLUSIVE),
    "program": ("program", ValueKind.PROGRAM),
    "date": ("date", ValueKind.DATE),
    "phase": ("phase", ValueKind.PHASE),
    "title": ("title", ValueKind.TITLE),
}


@cache
def _nlp() -> Language:
    return blank()


@dataclass
class Mention:
    """A range of a gold document: a name, a word for it, or a value."""

    start: int
    end: int
    kind: int  # index into MENTION_KINDS
    entity: str  # a gold id, or "value:kind:value"
    nominal: bool = False


@dataclass
class Example:
    """One gold document, ready for training and for measuring."""

    stem: str
    set: str
    document: Document
    text: str  # folded
    record: dict[str, Any]
    complete: bool
    sentences: list[tuple[int, int]]
    headline: int
    candidates: list[Candidate]
    values: tuple[Value, ...]
    pieces: Pieces
    windows: list[numpy.ndarray]
    tags: numpy.ndarray  # of each piece, index into TAGS; -1 is not learned from
    mentions: list[Mention]
    # (entity, entity, output) -> (1 or 0, weight); what is not listed is 0 with weight 1
    cells: dict[tuple[str, str, int], tuple[float, float]] = field(default_factory=dict)
    # (entity, entity, relation's output) -> class heads
    classes: dict[tuple[str, str, int], dict[str, int]] = field(default_factory=dict)
    renamed: list[Example] = field(default_factory=list)  # the same with other names


def normal(text: str) -> str:
    """Letters and digits of a name, in small letters."""
    return re.sub(r"[^a-z0-9]+", "", fold(text).casefold())


def find_names(text: str, record: dict[str, Any]) -> list[tuple[int, int, dict[str, Any]]]:
    """Where the names of gold entities stand, the longest first where they overlap."""
    names: dict[str, dict[str, Any]] = {}
    for entity in record["entities"]:
        for name in [entity["name"], *entity.get("aliases", [])]:
            plain = fold(name).strip()
            if len(plain) > 1:
                names.setdefault(plain, entity)
    found: list[tuple[int, int, dict[str, Any]]] = []
    low = text.casefold() if len(text.casefold()) == len(text) else text
    for name, entity in names.items():
        exact = len(name) < 5 and not name[:1].islower()
        where = text if exact else low
        what = name if exact else name.casefold()
        for match in re.finditer(re.sub(r"\s+", r"\\s+", re.escape(what).replace(r"\ ", " ")), where):
            start, end = match.span()
            if start and text[start - 1].isalnum() and text[start].isalnum():
                continue
            plural = text[end : end + 1] == "s" and not text[end + 1 : end + 2].isalnum()
            if end < len(text) and text[end].isalnum() and text[end - 1].isalnum() and not plural:
                continue
            found.append((start, end, entity))
    taken = Ranges(())
    kept = [f for f in sorted(found, key=lambda f: (f[0] - f[1], f[0])) if taken.add(f[0], f[1])]
    return sorted(kept, key=lambda f: f[0])


def _same_date(gold: str, value: str) -> bool:
    return value.startswith(gold) or gold.startswith(value)


def _values(values: Iterable[Value], kind: ValueKind, gold: Any) -> list[str]:
    """The keys of the values that say what a gold attribute says."""
    wanted = gold if isinstance(gold, list) else [gold]
    keys = []
    for v in values:
        if v.kind is not kind:
            continue
        for w in map(str, wanted):
            if kind is ValueKind.DATE:
                same = _same_date(w, v.value)
            elif kind is ValueKind.TITLE or kind is ValueKind.PROGRAM or kind is ValueKind.TERRITORY:
                a, b = normal(w), normal(v.value)
                same = bool(a and b) and (a in b or b in a)
            else:
                same = normal(w) == normal(v.value)
            if same:
                keys.append(value_key(v))
                break
    return sorted(set(keys))


def value_key(v: Value) -> str:
    """What stands for a value where an entity's id would stand."""
    return f"value:{v.kind.value}:{v.value}"


def example(set_: str, record: dict[str, Any], text_path: Path, tokenizer: Any) -> Example:
    """One gold file and its text as an example."""
    document = read(text_path, id=record["document"])
    text = fold(document.text)
    sentences = spoken(document, sentence_ranges(annotate(_nlp(), document)))
    headline = sum(
        any(s.kind is SectionKind.HEADLINE and s.start <= start < s.end for s in document.sections)
        for start, _ in sentences
    )
    candidates = recognize(document, matcher())
    published = record.get("published") or document.published
    values = find_values(document.text, published=published)
    found = pieces(tokenizer, document, text, sentences, candidates, values)
    complete = bool(record.get("entities_complete"))
    named = find_names(text, record)
    by_id = {entity["id"]: entity for entity in record["entities"]}

    marks = numpy.zeros(len(text) + 1, dtype=numpy.int64)
    for start, end, entity in named:
        number = [t.value for t in ENTITY_TYPES].index(entity["type"])
        marks[start:end] = 2 * number + 2
        marks[start] = 2 * number + 1
    tags = marks[found.starts].copy()
    if not complete:
        tags[tags == 0] = -1

    mentions = [Mention(s, e, KIND_INDEX[entity["type"]], entity["id"]) for s, e, entity in named]
    linked, _ = link(document, [Candidate(s, e, EntityType(entity["type"]), 80) for s, e, entity in named])
    where = {(s, e): entity["id"] for s, e, entity in named}
    for entity in linked:
        ids = [where[m.start, m.end] for m in entity.mentions if (m.start, m.end) in where]
        if ids:
            best = max(set(ids), key=ids.count)
            kind = KIND_INDEX[by_id[best]["type"]]
            mentions += [Mention(m.start, m.end, kind, best, True) for m in entity.mentions if m.nominal]
    for v in values:
        kind_name = f"event:{v.value}" if v.kind is ValueKind.EVENT else f"value:{v.kind.value}"
        mentions.append(Mention(v.start, v.end, KIND_INDEX[kind_name], value_key(v)))
    mentions.sort(key=lambda m: (m.start, m.end))

    made = Example(
        stem=record["document"],
        set=set_,
        document=document,
        text=text,
        record=record,
        complete=complete,
        sentences=sentences,
        headline=headline,
        candidates=candidates,
        values=values,
        pieces=found,
        windows=windows(found, headline),
        tags=tags,
        mentions=mentions,
    )
    _cells(made, by_id)
    return made


def _class_targets(attributes: dict[str, Any]) -> dict[str, int]:
    return {
        head: options.index(attributes.get(head, "")) if attributes.get(head, "") in options else 0
        for head, options in CLASSES.items()
    }


def _cells(made: Example, by_id: dict[str, dict[str, Any]]) -> None:
    record, values = made.record, made.values
    cells: dict[tuple[str, str, int], list[float]] = defaultdict(list)

    def hold(one: str, other: str, output: str, weight: float) -> None:
        cells[one, other, OUTPUT_INDEX[output]].append(weight)

    names = {normal(n): e["id"] for e in record["entities"] for n in [e["name"], *e.get("aliases", [])]}

    def entity_of(value: str) -> str | None:
        return value if value in by_id else names.get(normal(str(value)))

    for fact in record["facts"]:
        relation, subject, weight = fact["relation"], fact["subject"], OPTIONAL_WEIGHT if fact.get("optional") else 1.0
        attributes = fact.get("attributes", {})
        objects = _values(values, _LITERAL[relation], fact["object"]) if relation in _LITERAL else [fact["object"]]
        for other in objects:
            hold(subject, other, relation, weight)
            if RELATIONS[Relation(relation)].symmetric:
                hold(other, subject, relation, weight)
            sides = [(subject, other)] + ([(other, subject)] if RELATIONS[Relation(relation)].symmetric else [])
            for a, b in sides:
                made.classes[a, b, OUTPUT_INDEX[relation]] = _class_targets(attributes)
        for name, value in attributes.items():
            ends = [subject, *([] if relation in _LITERAL else [fact["object"]])]
            if relation == "raised" and name == "kind":
                for key in _values(values, ValueKind.FINANCING, value):
                    hold(subject, key, "financing", weight)
            if name in _LINKED:
                output, kind = _LINKED[name]
                for key in _values(values, kind, value):
                    for end in ends:
                        hold(end, key, output, weight)
            elif name == "about":
                about = entity_of(value)
                for end in ends if about else ():
                    hold(end, str(about), "about", weight)
            elif name == "agency" and (agency := entity_of(value)):
                hold(subject, agency, "agency", weight)
                for other in objects if relation in _LITERAL else ():
                    hold(other, agency, "agency", weight)
            elif name == "indication" and (indication := entity_of(value)):
                for other in objects:
                    hold(other, indication, "indication", weight)
    for fact in record.get("milestones", ()):
        key = f"value:event:{fact['object']}"
        weight = OPTIONAL_WEIGHT if fact.get("optional") else 1.0
        attributes = fact.get("attributes", {})
        hold(fact["subject"], key, "hasMilestone", weight)
        made.classes.setdefault((fact["subject"], key, OUTPUT_INDEX["hasMilestone"]), _class_targets(attributes))
        if "date" in attributes:
            for value in _values(values, ValueKind.DATE, attributes["date"]):
                hold(key, value, "eventDate", weight)
        if "phase" in attributes:
            for value in _values(values, ValueKind.PHASE, attributes["phase"]):
                hold(key, value, "eventPhase", weight)
        for name, output in (("indication", "eventIndication"), ("agency", "eventAgency")):
            if name in attributes and (entity := entity_of(attributes[name])):
                hold(key, entity, output, weight)
    for key, weights in cells.items():
        made.cells[key] = (1.0, max(weights))
    if "milestones" not in record:  # not annotated: nothing is learned from what is absent
        events = {m.entity for m in made.mentions if m.entity.startswith("value:event:")}
        made.cells.update({(e, "*", OUTPUT_INDEX["hasMilestone"]): (0.0, 0.0) for e in events})


def under_other_names(
    set_: str, record: dict[str, Any], path: Path, tokenizer: Any, pools: Pools, count: int
) -> list[Example]:
    """A gold document with other names of companies, products and people, several times; fewer where names get lost."""
    if path.suffix not in {".md", ".txt", ".html", ".htm"}:
        return []
    text = path.read_text(encoding="utf-8")
    wanted = Counter(entity["id"] for _, _, entity in find_names(fold(text), record))
    result = []
    for seed in range(count):
        other, changed = renamed(record, text, renaming(record, pools, seed))
        found = Counter(entity["id"] for _, _, entity in find_names(fold(changed), other))
        if ((wanted - found) + (found - wanted)).total() > 0.02 * wanted.total():
            continue
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / path.name
            place.write_text(changed, encoding="utf-8")
            result.append(example(set_, other, place, tokenizer))
    return result


def load(folders: dict[str, Path], tokenizer: Any, *, renames: int = 0) -> list[Example]:
    """The examples of gold folders, by name of the set: texts stand in ``texts`` beside, or in ``seeds`` two above.

    Args:
        folders: By name of the set.
        tokenizer: See ``kg.nlp.encoder.windows.pieces``.
        renames: How often at most each document is there under other names as well; these are made of the names in
            documents of our own, whose sets begin with ``own-``.
    """
    records = [(set_, folder, stem, r) for set_, folder in folders.items() for stem, r in read_gold(folder).items()]
    pools = Pools.of([r for *_, r in records], [r for set_, *_, r in records if set_.startswith("own-")])
    jobs = []
    for set_, folder, stem, record in records:
        places = (folder / "texts", folder, folder.parent.parent / folder.name)
        path = next(path for place in places for path in sorted(place.glob(f"{stem}.*")) if path.suffix != ".json")
        jobs.append((set_, record, path))
    if not renames:
        return [example(*job, tokenizer) for job in jobs]
    work = partial(_with_renames, tokenizer=tokenizer, pools=pools, renames=renames)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as executor:
        return list(executor.map(work, jobs, chunksize=20))


def _with_renames(job: tuple[str, dict[str, Any], Path], tokenizer: Any, pools: Pools, renames: int) -> Example:
    made = example(*job, tokenizer)
    made.renamed = under_other_names(*job, tokenizer, pools, renames)
    return made
