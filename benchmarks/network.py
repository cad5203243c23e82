"""Writing and opening the network page, next to networkx's spring layout and to the layout library alone.

    python benchmarks/network.py [--nodes N …] [--open]

The knowledge is generated in the shape of an industry; all names in it are invented. Seconds are of the clock and, in
parentheses, of the processor: machines are shared and noisy. Memory is what Python holds more at the peak.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import rustworkx

from kg.model import Attributes, Document, Entity, Evidence, Knowledge, Statement
from kg.terms import RELATIONS, EntityType, Phase, Relation
from kg.views.network import Choice, Show, network
from kg.views.network.arrange import arrange
from kg.views.network.scene import Scene, scene

COMPARED = 2000  # nodes: networkx takes minutes for more
TARGETS = {1000: (3, 2), 5000: (15, 4)}  # seconds to write and to open
_SHARES = {  # of a hundred nodes
    EntityType.COMPANY: 24,
    EntityType.UNIVERSITY: 4,
    EntityType.AGENCY: 1,
    EntityType.NONPROFIT: 1,
    EntityType.DRUG: 26,
    EntityType.INDICATION: 16,
    EntityType.TARGET: 6,
    EntityType.PLATFORM: 4,
    EntityType.PERSON: 13,
    EntityType.PLACE: 5,
}
_SYLLABLES = "bel cor dan fen gal hov jun kal lum mor nev orl pax quin ras sol tav ulv ver wyn xan yor zel tir".split()
_PHASES = tuple(Phase)
R, T = Relation, EntityType


def knowledge(nodes: int, seed: int = 1) -> Knowledge:
    """So many entities of which each is joined to another: few have many partners, most have one or two."""
    chance = random.Random(seed)
    kinds: dict[EntityType, list[str]] = {}
    entities = []
    for kind, share in _SHARES.items():
        kinds[kind] = [f"{kind}/n{i}" for i in range(max(1, round(nodes * share / 100)))]
        for id_ in kinds[kind]:
            name = "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
            word = {"company": " Therapeutics", "indication": " disease", "university": " University"}.get(kind, "")
            entities.append(Entity(id=id_, type=kind, name=name + word))
    documents = tuple(
        Document(
            id=f"d{i}", sha256="0" * 64, text="", published=f"20{20 + i % 6}-{1 + i % 12:02}-11", title=f"News {i}"
        )
        for i in range(max(1, nodes // 4))
    )
    statements: list[Statement] = []

    def say(relation: Relation, subject: str, object_: str, **attributes: Any) -> None:
        quote = (
            "A generated sentence of about the length that sentences of press releases have, which says that it is so."
        )
        said = [
            Evidence(document=d.id, start=i, end=i + len(quote), quote=quote, rule="generated", confidence=0.9)
            for i, d in enumerate(chance.sample(documents, min(len(documents), chance.choice((1, 1, 1, 2, 4)))))
        ]
        statements.append(
            Statement(
                id=f"{RELATIONS[relation].statement.lower()}/{len(statements):016x}",
                relation=relation,
                subject=subject,
                object=object_,
                attributes=Attributes(**attributes),
                evidence=tuple(said),
            )
        )

    def some(kind: EntityType) -> str:
        """One of a kind, the first far more often than the last."""
        return kinds[kind][int(len(kinds[kind]) * chance.random() ** 2.5)]

    companies = kinds[T.COMPANY]
    for i, company in enumerate(companies):
        say(R.BASED_IN, company, some(T.PLACE))
        for _ in range(chance.choice((0, 1, 1, 2))):
            partner = companies[int(i * chance.random())] if i else companies[-1]
            say(R.PARTNERS_WITH, company, partner, kind=chance.choice(("research", "licensing", None)))
    for organization in kinds[T.UNIVERSITY] + kinds[T.AGENCY] + kinds[T.NONPROFIT]:
        say(R.PARTNERS_WITH if "university" in organization else R.FUNDS, organization, some(T.COMPANY))
    for i, drug in enumerate(kinds[T.DRUG]):
        owner = companies[i % len(companies)] if chance.random() < 0.5 else some(T.COMPANY)
        say(R.DEVELOPS, owner, drug, phase=chance.choice(_PHASES))
        for _ in range(chance.choice((1, 1, 2))):
            say(R.STUDIED_FOR, drug, some(T.INDICATION), phase=chance.choice(_PHASES))
        if i % 9 == 0:
            say(R.MANUFACTURES, some(T.COMPANY), drug)
    for kind, relation in ((T.TARGET, R.TARGETS), (T.PLATFORM, R.USES_PLATFORM), (T.INDICATION, R.STUDIED_FOR)):
        for id_ in kinds[kind]:
            say(relation, some(T.DRUG), id_)
    for person in kinds[T.PERSON]:
        say(R.HOLDS_ROLE, person, some(T.COMPANY), title="CEO")
    return Knowledge(documents=documents, entities=tuple(entities), statements=tuple(statements))


def timed(work: Callable[[], Any]) -> tuple[Any, str]:
    """What some work gives, and its seconds."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, f"{time.perf_counter() - clock:>7.2f} s ({time.process_time() - processor:.2f} s)"


def measure(nodes: int, look: bool) -> None:
    """Print the figures of one size."""
    known = knowledge(nodes)
    whole = scene(known, Choice())
    target = TARGETS.get(nodes)
    print(
        f"{nodes} nodes, {len(known.statements)} statements"
        + (f" (targets: write {target[0]} s, open {target[1]} s)" if target else "")
    )
    page, told = timed(lambda: network(known))
    print(f"  page written      {told}   {len(page) / 1e6:.1f} MB")
    for show in Show:
        view, told = timed(lambda s=show: arrange(whole, s))
        print(f"  {show:<17} {told}   {len(view.nodes)} nodes, {len(view.groups)} communities laid out")
    tracemalloc.start()
    network(known)
    print(f"  memory            {tracemalloc.get_traced_memory()[1] / 2**20:>7.0f} MiB at the peak")
    tracemalloc.stop()
    if nodes <= COMPARED:
        compare(whole)
    if look:
        for show in (Show.ORGANIZATIONS, Show.ALL):
            print(f"  opened            {opening(network(known, Choice(show=show))):>7.2f} s in Chromium, {show} first")


def compare(whole: Scene) -> None:
    """Other layouts of the same nodes; both take the square of the nodes."""
    graph = networkx.Graph((s.subject, s.object) for s in whole.between(Show.ALL.types, derived=False))
    springs = rustworkx.networkx_converter(graph)
    _, told = timed(lambda: rustworkx.spring_layout(springs, seed=1))
    print(f"  rustworkx alone   {told}   spring layout of all nodes, 50 rounds, names on one another")
    try:
        _, told = timed(lambda: networkx.spring_layout(graph, seed=1))
        print(f"  networkx          {told}   spring layout of all nodes, 50 rounds, names on one another")
    except ImportError as error:
        print(f"  networkx          not measured: {error}")


def opening(page: str) -> float:
    """The seconds until Chromium has drawn a page."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = next(p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p)
    with tempfile.TemporaryDirectory() as folder:
        for argument in (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--window-size=1400,900",
        ):
            options.add_argument(argument)
        file = Path(folder) / "network.html"
        file.write_text(page, encoding="utf-8")
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            driver.get("about:blank")
            driver.get(file.as_uri())
            drawn = "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0](performance.now())))"
            return float(driver.execute_async_script(drawn)) / 1000
        finally:
            driver.quit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1000, 5000], help="sizes to measure")
    parser.add_argument("--open", action="store_true", help="open the pages in Chromium too")
    options = parser.parse_args()
    for nodes in options.nodes:
        measure(nodes, options.open)


if __name__ == "__main__":
    main()
