"""Search next to bare FTS5 in one run, on generated sentences: time to write, size, median and 95th percentile a query.

    python benchmarks/search.py [--sentences N] [--queries N] [--repeat N] [--cpu] [--keep FOLDER]

Words are drawn by Zipf's law, so that some stand in every third sentence and most in few; all names are invented. The
bare table has the same sentences, tokenizer and cache, and answers with the ten best by bm25 and their texts; ours has headings,
titles and filters beside, goes from strict to loose, and marks what was asked for.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.search.find import Filters, search
from kg.search.index import Index
from kg.search.passages import facet
from kg.search.words import understand
from kg.search.writing import Writer
from kg.terms import EntityType

A_DOCUMENT = 40  # sentences
VOCABULARY = 60_000
COMPANIES = 2_000
_SYLLABLES = "bel cor dan fen gal hov jun kal lum mor nev orl pax quin ras sol tav ulv ver wyn xan yor zel tir".split()
_TOKENIZER = "porter unicode61 remove_diacritics 2"


def words(chance: random.Random) -> list[str]:
    """The vocabulary, commonest first."""
    found = ["".join(parts) for parts in itertools.product(_SYLLABLES, repeat=3)]
    found += ["".join(parts) for parts in itertools.islice(itertools.product(_SYLLABLES, repeat=4), 0, None, 7)]
    chance.shuffle(found)
    return found[:VOCABULARY]


def sentences(count: int) -> Iterator[str]:
    """So many sentences of 8 to 30 words."""
    chance = random.Random(1)
    known = words(chance)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(known))))
    for number in range(count):
        text = " ".join(chance.choices(known, cum_weights=weights, k=chance.randint(8, 30)))
        yield f"{text.capitalize()} {number % 9973}."


def documents(count: int) -> Iterator[list[str]]:
    """The same in documents."""
    generated = sentences(count)
    while group := list(itertools.islice(generated, A_DOCUMENT)):
        yield group


clock = time.perf_counter


def seconds(work: Callable[[], object]) -> float:
    begun = clock()
    work()
    return clock() - begun


def write_ours(path: Path, count: int) -> None:
    with Index.writing(path) as index:
        index.connection.execute("BEGIN IMMEDIATE")
        writer = Writer(index.connection)
        for number, group in enumerate(documents(count)):
            company = f"company {number % COMPANIES}"
            topic, year = f"Report {number} of {company}", 2000 + number % 25
            id_ = index.connection.execute(
                "INSERT INTO documents (name, key, title, published, earliest, latest, topic) VALUES (?, '', ?, ?, ?, ?, ?)",
                (f"d{number}", topic, str(year), f"{year}-01-01", f"{year}-12-31", topic),
            ).lastrowid
            facets = f"{facet('document', f'd{number}')} {facet('about', EntityType.COMPANY, company)}"
            writer.rows(id_ or 0, topic, ((n, n + len(t), "body", "", t, facets) for n, t in enumerate(group)))
        index.connection.execute("INSERT INTO fts (fts) VALUES ('optimize')")
        index.connection.execute("COMMIT")


def write_bare(path: Path, count: int) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN")
    connection.execute(f"CREATE VIRTUAL TABLE bare USING fts5 (text, tokenize = '{_TOKENIZER}')")
    connection.executemany("INSERT INTO bare (text) VALUES (?)", ((text,) for text in sentences(count)))
    connection.execute("INSERT INTO bare (bare) VALUES ('optimize')")
    connection.execute("COMMIT")
    connection.close()


def queries(chance: random.Random, count: int) -> dict[str, list[str]]:
    """Queries by kind: how common their words are, and how they are written."""
    known = words(random.Random(1))

    def drawn(first: int, last: int, many: int) -> list[list[str]]:
        return [chance.sample(known[first:last], many) for _ in range(count)]

    texts = list(itertools.islice(sentences(4_000), 0, 4_000, 4_000 // count))
    return {
        "two rare words": [" ".join(w) for w in drawn(2_000, 20_000, 2)],
        "one word of 1 %": [w[0] for w in drawn(60, 160, 1)],
        "three words of 1 %": [" ".join(w) for w in drawn(60, 160, 3)],
        "common and rare": [f"{a[0]} {b[0]}" for a, b in zip(drawn(0, 10, 1), drawn(500, 5_000, 1), strict=True)],
        "one of the ten commonest": [w[0] for w in drawn(0, 10, 1)],
        "phrase": ['"' + " ".join(text.split()[2:5]) + '"' for text in texts],
        "prefix": [f"{w[0][:6]}*" for w in drawn(2_000, 20_000, 1)],
        "question of six words": [" ".join(text.split()[1:7]) for text in texts],
        "misspelt": [f"{w[0][:4]}{w[0][5:]}" for w in drawn(2_000, 20_000, 1)],
    }


def times(work: Callable[[str], object], asked: list[str], repeat: int) -> list[float]:
    return [statistics.median(seconds(lambda q=q: work(q)) for _ in range(repeat)) * 1000 for q in asked]  # type: ignore[misc]


def shown(found: list[float]) -> str:
    return f"{statistics.median(found):>8.1f} {statistics.quantiles(found, n=20)[-1]:>8.1f}"


def peak() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=20, help="of each kind")
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--cpu", action="store_true", help="the processor's time, for a machine that others use too")
    parser.add_argument("--keep", type=Path, help="folder in which the indexes stay, and are found by the next run")
    options = parser.parse_args()
    global clock
    clock = time.process_time if options.cpu else clock
    with tempfile.TemporaryDirectory() as folder:
        kept = options.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        ours, bare = kept / "ours.sqlite", kept / "bare.sqlite"
        for name, path, write in (("kg.search", ours, write_ours), ("bare FTS5", bare, write_bare)):
            if path.exists():
                continue
            took = seconds(lambda p=path, w=write: w(p, options.sentences))  # type: ignore[misc]
            print(
                f"{name:<10}{options.sentences / took:>12,.0f} sentences/s written {path.stat().st_size / 2**20:>8,.0f} MiB"
            )
        print(f"{'':<10}{peak():>12,.0f} MiB of memory at most while writing")
        connection = sqlite3.connect(bare)
        connection.execute("PRAGMA cache_size = -32000")
        sql = "SELECT rowid, text, rank FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT 10"
        with Index.reading(ours) as index:
            print(
                f"\n{'ms':<28}{'kg.search':>17}{'bare FTS5':>18}\n{'':<28}{'median':>8}{'95 %':>9}{'median':>9}{'95 %':>9}"
            )
            for kind, asked in queries(random.Random(2), options.queries).items():
                mine = times(lambda q: search(index, q), asked, options.repeat)
                expressions = [" AND ".join(u.expression for u in understand(q).units) for q in asked]
                theirs = times(lambda q: connection.execute(sql, (q,)).fetchall(), expressions, options.repeat)
                print(f"{kind:<28}{shown(mine)} {shown(theirs)}")
            filters = {
                "of one company": Filters(entities=(((EntityType.COMPANY, "company 7"),),)),
                "of three years": Filters(since="2019-01-01", until="2021-12-31"),
                "of one document": Filters(documents=("d77",)),
            }
            asked = queries(random.Random(3), options.queries)["three words of 1 %"]
            for kind, chosen in filters.items():
                mine = times(lambda q, f=chosen: search(index, q, filters=f), asked, options.repeat)  # type: ignore[misc]
                print(f"{kind:<28}{shown(mine)}")
        print(f"\n{peak():,.0f} MiB of memory at most")


if __name__ == "__main__":
    main()
