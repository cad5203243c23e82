"""What is found as a value, and what is not: one short text a case."""

import time
from itertools import pairwise

import pytest

from kg.nlp.text import fold
from kg.nlp.values import Value, ValueKind, find_values

PUBLISHED = "2024-11-12"


def _of(kind: ValueKind, text: str, published: str | None = PUBLISHED) -> list[str]:
    return [v.value for v in find_values(text, published=published) if v.kind is kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("raised US$12.5 million", ["USD 12500000"]),
        ("a loan of €3,5 million", ["EUR 3500000"]),
        ("SEK 40 M and 25 MNOK", ["SEK 40000000", "NOK 25000000"]),
        ("between $10 million and $15 million", ["USD 10000000", "USD 15000000"]),
        ("from $10-15 million", ["USD 10000000", "USD 15000000"]),
        ("2,000,000 shares at a price of $1.25 per share", []),
        ("an exercise price of $2.00", []),
        ("in 2010, 44 patients", []),
    ],
)
def test_money(text: str, expected: list[str]) -> None:
    assert _of(ValueKind.MONEY, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data in the first half of 2025", ["2025-H1"]),
        ("1H25 and H2 2026", ["2025-H1", "2026-H2"]),
        ("mid-2025 or late 2026", ["2025", "2026"]),
        ("in Q3 or Q4 2025", ["2025-Q3", "2025-Q4"]),
        ("second quarter of next year", ["2025-Q2"]),
        ("later this quarter", ["2024-Q4"]),
        ("by year-end", ["2024"]),
        ("this summer", ["2024"]),
        ("announced today", ["2024-11-12"]),
        ("the vote on Monday", ["2024-11-11"]),
        ("May 3-5, 2024", ["2024-05"]),
        ("3 March 2024 and 2024-03-04", ["2024-03-03", "2024-03-04"]),
        ("was signed in March", ["2024-03"]),
        ("expected in March", ["2025-03"]),
        ("launch in FY2027", ["2027"]),
        ("an assay with 2000 patients", []),
        ("it may march on", []),
    ],
)
def test_dates(text: str, expected: list[str]) -> None:
    assert _of(ValueKind.DATE, text) == expected


def test_relative_dates_need_publication() -> None:
    assert _of(ValueKind.DATE, "today, in Q3 and this year", None) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a Phase 1b/2a study", ["phase 1/2"]),
        ("Phase II/III", ["phase 2/3"]),
        ("Phases 1 and 2", ["phase 1", "phase 2"]),
        ("in six-month toxicology", ["preclinical"]),
        ("lead optimization", ["discovery"]),
        ("a Phase II SBIR grant", []),
    ],
)
def test_phases(text: str, expected: list[str]) -> None:
    assert list(dict.fromkeys(_of(ValueKind.PHASE, text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orvanta (NASDAQ: ORVA)", ["NASDAQ:ORVA"]),
        ("Orvanta (NasdaqGM:ORVA)", ["NASDAQ:ORVA"]),
        ("Orvanta (NASDAQ/TSX: ORVA)", ["NASDAQ:ORVA", "TSX:ORVA"]),
        ("Orvanta (OTCQB: ORVAF; CSE: ORV)", ["OTCQB:ORVAF", "CSE:ORV"]),
        ("Orvanta (NYSE American: ORV, TSX-V: ORVX)", ["NYSE AMERICAN:ORV", "TSXV:ORVX"]),
        ("trading under the symbol “ORVA” on Nasdaq", ["NASDAQ:ORVA"]),
        ("listed on the Nasdaq Capital Market under the ticker symbol ORVA", ["NASDAQ:ORVA"]),
        ("on the Tokyo Stock Exchange (Code Number: 1234)", ["TSE:1234"]),
        ("Orvanta (ORV.L)", ["LSE:ORV"]),
        ("the Nasdaq index: it rose", []),
    ],
)
def test_tickers(text: str, expected: list[str]) -> None:
    assert _of(ValueKind.TICKER, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Renn, Chief Executive Officer of Orvanta", ["Chief Executive Officer"]),
        ("Ada Renn, President and CEO", ["President and CEO"]),
        ("Bo Lind, Vice President of Clinical Development", ["Vice President of Clinical Development"]),
        ("Bo Lind, Senior Vice President, Technical Operations", ["Senior Vice President, Technical Operations"]),
        ("the Chair of the Board", ["Chair of the Board"]),
        ("Head of R&D at Orvanta", ["Head of R&D"]),
        ("a member of the Scientific Advisory Board", ["member of the Scientific Advisory Board"]),
        ("principal investigator of the study", ["principal investigator"]),
        ("Professor of Neurology at Lindmark", ["Professor of Neurology"]),
    ],
)
def test_titles(text: str, expected: list[str]) -> None:
    assert _of(ValueKind.TITLE, text) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (ValueKind.DESIGNATION, "granted Fast Track designation", ["fast track"]),
        (ValueKind.DESIGNATION, "an orphan medicinal product designation", ["orphan drug"]),
        (ValueKind.FINANCING, "an underwritten public offering", ["public offering"]),
        (ValueKind.FINANCING, "its Series B round", ["series b"]),
        (ValueKind.PROGRAM, "a Fast-Track SBIR award", ["Fast-Track"]),
        (ValueKind.EXCLUSIVE, "exclusive and non-exclusive rights", ["true", "false"]),
        (ValueKind.TERRITORY, "rights outside the U.S.", ["outside the United States"]),
        (ValueKind.TERRITORY, "in Germany, Austria and Switzerland", ["Germany, Austria and Switzerland"]),
        (ValueKind.ROYALTIES, "tiered royalties from low single-digit to low double-digit percentages",
         ["tiered, low single-digit to low double-digit"]),
        (ValueKind.ROYALTIES, "royalties of 5% to 8%", ["5% to 8%"]),
        (ValueKind.ROYALTIES, "royalties up to $50M", ["up to USD 50000000"]),
        (ValueKind.ROYALTIES, "will pay 9% of net sales", ["9%"]),
    ],
)  # fmt: skip
def test_phrases(kind: ValueKind, text: str, expected: list[str]) -> None:
    assert _of(kind, text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("has initiated a Phase 3 trial", "trial start"),
        ("dosed the first patient", "first patient"),
        ("completed enrollment", "enrollment complete"),
        ("topline results are expected", "topline data"),
        ("will present at a congress", "data presented"),
        ("submitted an IND to the agency", "regulatory submission"),
        ("the agency cleared the IND", "trial cleared"),
        ("a PDUFA date in May", "regulatory decision"),
        ("received a notice of allowance", "patent allowed"),
        ("has been granted a patent", "patent granted"),
        ("entered into an agreement", "deal signed"),
        ("closed the acquisition", "deal closed"),
        ("terminated the agreement", "deal ended"),
        ("launched the product", "launch"),
    ],
)
def test_events(text: str, kind: str) -> None:
    assert kind in _of(ValueKind.EVENT, text)


@pytest.mark.parametrize("text", ["the weather was fine", "a significant signal", "we cut costs"])
def test_no_event(text: str) -> None:
    assert not {"deal signed", "program ended"} & set(_of(ValueKind.EVENT, text))


def test_offsets_are_those_of_the_text() -> None:
    text = "Today – “Orvanta” (NASDAQ: ORVA) raised $5\N{NO-BREAK SPACE}million"
    assert len(fold(text)) == len(text)
    found = find_values(text, published=PUBLISHED)
    assert Value(text.index("$5"), len(text), ValueKind.MONEY, "USD 5000000") in found
    assert all(a.start <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("text", ["royalty $5 million ", "1,", "initiated ", "Japan, ", "NASDAQ ", "\n"])
def test_time_grows_with_length_only(text: str) -> None:
    def seconds(size: int) -> float:
        begin = time.process_time()
        find_values((text * size)[:size])
        return time.process_time() - begin

    seconds(1_000)
    assert seconds(160_000) < 12 * max(seconds(40_000), 0.05)
