"""Values of attributes: where documents give them, and how dates of unlike precision lie to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import AttributeEvidence, Extraction, Fact, ValueEvidence
from kg.names import fold
from kg.tellings import plain_value

READ_OFF = ("status", "kind")  # classes, which the sentence of a fact gives as a whole where no words of it do

_SPANS = {
    "Q1": ("01", "03"),
    "Q2": ("04", "06"),
    "Q3": ("07", "09"),
    "Q4": ("10", "12"),
    "H1": ("01", "06"),
    "H2": ("07", "12"),
}

_TITLE_WORDS = {
    "ceo": "chief executive officer",
    "cfo": "chief financial officer",
    "cmo": "chief medical officer",
    "cso": "chief scientific officer",
    "coo": "chief operating officer",
    "cbo": "chief business officer",
    "cto": "chief technology officer",
    "cco": "chief commercial officer",
    "evp": "executive vice president",
    "svp": "senior vice president",
    "vp": "vice president",
}


def _title(value: str) -> frozenset[str]:
    words = fold(value).split()
    return frozenset(" ".join(_TITLE_WORDS.get(word, word) for word in words).split()) - {"and", "of", "the"}


def agree(name: str, one: object, other: object) -> bool:
    """Whether two values of an attribute can belong to one statement; None agrees with everything."""
    if one is None or other is None or one == other:
        return True
    if name == "date":
        a, b = str(one), str(other)
        return within(a, b) or within(b, a)
    if name == "title":
        a_words, b_words = _title(str(one)), _title(str(other))
        return a_words <= b_words or b_words <= a_words
    if name in {"program", "territory", "royalties"}:
        a, b = fold(str(one)), fold(str(other))
        return a in b or b in a or set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())
    return False


def within(precise: str, coarse: str) -> bool:
    """Whether all of one date lies in another.

    >>> within("2016-11", "2016-H2"), within("2016-Q2", "2016-H2")
    (True, False)
    """
    (first, last), (low, high) = bounds(precise), bounds(coarse)
    return low <= first and last <= high


def bounds(date: str) -> tuple[str, str]:
    """The first and the last day that a date may mean, as strings that sort like days; every month has 31."""
    year, rest = date[:4], date[5:]
    first, last = _SPANS.get(rest, (rest[:2] or "01", rest[:2] or "12"))
    day = rest[3:]
    return f"{year}-{first}-{day or '01'}", f"{year}-{last}-{day or '31'}"


def place_values(extraction: Extraction) -> Iterator[tuple[ValueEvidence, ...]]:
    """For each fact of an extraction, the places of its attributes' values, each with its sentence."""
    sentences = sorted({(f.evidence.start, f.evidence.end) for f in extraction.facts}, key=lambda r: (r[1] - r[0], r))
    for fact in extraction.facts:
        made = [_placed(place, fact, extraction, sentences) for place in fact.attribute_evidence]
        found = [value for value in made if value is not None]
        given = {value.attribute for value in found}
        found += [
            _read_off(fact, name) for name, _ in fact.attributes.items() if name in READ_OFF and name not in given
        ]
        yield tuple(found)


def _read_off(fact: Fact, name: str) -> ValueEvidence:
    said = fact.evidence
    return ValueEvidence(
        attribute=name,
        document=said.document,
        start=said.start,
        end=said.end,
        text=said.quote,
        quote=said.quote.strip(),
        value=plain_value(getattr(fact.attributes, name)),
    )


def _placed(
    place: AttributeEvidence, fact: Fact, extraction: Extraction, sentences: Sequence[tuple[int, int]]
) -> ValueEvidence | None:
    document = extraction.document
    text = document.text[place.start : place.end]
    value = getattr(fact.attributes, place.attribute, None)
    if not text.strip() or value is None:
        return None
    own = (fact.evidence.start, fact.evidence.end)
    start, end = next(
        (r for r in (own, *sentences) if r[0] <= place.start and place.end <= r[1]),
        _line(document.text, place.start, place.end),
    )
    return ValueEvidence(
        attribute=place.attribute,
        document=document.id,
        start=place.start,
        end=place.end,
        text=text,
        quote=document.text[start:end].strip(),
        value=plain_value(value),
    )


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The line, or lines, of a range."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop
