"""How right the resolution of entities is on generated documents, and how its time grows with them.

    python -m benchmarks.resolution [COMPANIES …]

Prints a line a size: entities of documents, things, seconds of the processor, microseconds an entity, memory, pairwise precision and recall.
"""

from __future__ import annotations

import gc
import resource
import sys
import time

from kg.assembly.resolution import resolve
from kg.terms import EntityType
from tests.assembly.generated import Truth, World, pairwise

SIZES = (100, 1_000, 10_000)


def main(sizes: list[int]) -> None:
    print(
        f"{'companies':>9} {'documents':>9} {'entities':>9} {'things':>8} {'seconds':>8} {'µs each':>8} {'MiB':>6}  P / R"
    )
    for size in sizes:
        truth: Truth = {}
        extractions = []
        for extraction, known in World(size).documents():
            extractions.append(extraction)
            truth.update(known)
        gc.collect()
        begun = time.process_time()
        resolution = resolve(extractions)
        seconds = time.process_time() - begun
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        precision, recall = pairwise(truth, resolution.ids)
        print(
            f"{size:>9} {len(extractions):>9} {len(truth):>9} {len(resolution.entities):>8} {seconds:>8.2f} "
            f"{seconds / len(truth) * 1e6:>8.0f} {memory:>6}  {precision:.4f} / {recall:.4f}"
        )
        kinds = {key: entity.type for e in extractions for entity in e.entities for key in [(e.document.id, entity.id)]}
        for kind in (EntityType.COMPANY, EntityType.DRUG, EntityType.PERSON):
            part = {key: name for key, name in truth.items() if kinds[key] is kind}
            precision, recall = pairwise(part, resolution.ids)
            print(f"{'':>9} {kind.value:>9} {len(part):>9} {'':>33}  {precision:.4f} / {recall:.4f}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
