"""Extraction next to bare spaCy, and writing quads next to bare Oxigraph, in one run.

    python benchmarks/throughput.py [--repeat N]

Figures are ratios: machines are shared and noisy. Text: the sample documents, several times over, as separate documents.
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from pyoxigraph import Store as Oxigraph

from kg.assembly import assemble
from kg.documents import find, read
from kg.graph import rdf
from kg.graph.stores import open_store
from kg.nlp.extractor import MODEL, Extractor
from kg.resources import path as resource


def seconds(work: Callable[[], object], repeat: int) -> float:
    """The median time of some work."""
    times = []
    for _ in range(repeat):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--copies", type=int, default=6, help="how often each document is taken")
    options = parser.parse_args()

    originals = [read(source) for source in find([resource("data/sample")])]
    documents = [dataclasses.replace(d, id=f"{d.id}-{n}") for n in range(options.copies) for d in originals]
    words = sum(len(d.text.split()) for d in documents)
    bare = spacy.load(MODEL)
    extractor = Extractor()
    list(extractor.pipe(documents[:5])), list(bare.pipe(d.text for d in documents[:5]))  # warm
    ours = seconds(lambda: list(extractor.pipe(documents)), options.repeat)
    theirs = seconds(lambda: list(bare.pipe((d.text for d in documents), batch_size=32)), options.repeat)
    print(f"extraction  {words / ours:>9,.0f} words/s   {words} words, {len(documents)} documents")
    print(f"bare spaCy  {words / theirs:>9,.0f} words/s   {MODEL}, all its components")
    print(f"            ratio {theirs / ours:.2f} (1 is as fast as bare spaCy)")

    knowledge = assemble(extractor.pipe(documents))
    quads = list(rdf.quads(knowledge))

    def write(bulk: bool) -> None:
        with tempfile.TemporaryDirectory() as folder:
            if bulk:
                store = Oxigraph(folder)
                store.bulk_extend(quads)
                store.flush()
                return
            with open_store(Path(folder) / "store", create=True) as ours_:
                for name, members in rdf.graphs(knowledge).items():
                    ours_.replace(name, members)

    mine, oxigraph = seconds(lambda: write(False), options.repeat), seconds(lambda: write(True), options.repeat)
    print(f"writing     {len(quads) / mine:>9,.0f} quads/s   {len(quads)} quads, graph by graph, from Knowledge")
    print(f"bulk load   {len(quads) / oxigraph:>9,.0f} quads/s   bare Oxigraph, ready-made quads")
    print(f"            ratio {oxigraph / mine:.2f}")


if __name__ == "__main__":
    main()
