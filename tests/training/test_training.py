"""The training of the models, on a few documents and networks with random weights."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.evaluation.folds import FOLDS, SET_ASIDE, folds, gold_records, issuer

GOLD = Path(__file__).parents[2] / "training" / "gold"


def test_an_issuer_stands_in_one_fold(shared):
    fold = folds(shared / "gold", ("real", "leads"))
    by_issuer = {}
    for name in ("real", "leads"):
        for stem, record in gold_records(shared / "gold" / name).items():
            by_issuer.setdefault(issuer(record), set()).add(fold[stem])
    assert len(by_issuer) > FOLDS
    assert [key for key, numbers in by_issuer.items() if len(numbers) > 1] == []
    assert set().union(*by_issuer.values()) == {SET_ASIDE, *range(FOLDS)}


def test_the_package_does_not_need_what_it_is_trained_with():
    """Neither the training nor its libraries are imported by any module of the package."""
    code = (
        "import importlib, pkgutil, sys\n"
        "sys.modules['torch'] = None\n"  # what imports it would fail; spaCy's own libraries do without
        "import kg\n"
        "for m in pkgutil.walk_packages(kg.__path__, 'kg.'):\n"
        "    if not m.name.endswith('__main__'): importlib.import_module(m.name)\n"
        "print(sorted({n.partition('.')[0] for n in sys.modules} & {'training', 'sklearn', 'skl2onnx'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=GOLD.parents[1])
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def made():
    pytest.importorskip("torch", reason="torch is not installed: the training needs training/requirements.txt")
    from tests.nlp.fakes import make_tokenizer
    from training.examples import example

    result = []
    for stem, record in list(gold_records(GOLD / "programs").items())[:3]:
        (text,) = (GOLD / "programs" / "texts").glob(f"{stem}.*")
        result.append(example("own-programs", record, text, make_tokenizer()))
    return result


def test_examples_have_what_gold_says(made):
    for example in made:
        assert len(example.tags) == len(example.pieces.ids)
        assert (example.tags > 0).any()
        assert {key for key, (held, _) in example.cells.items() if held}
        assert all(example.text[m.start : m.end].strip() for m in example.mentions)


def test_two_steps_change_the_networks(made):
    torch = pytest.importorskip("torch")
    from training.encoder import Settings, items, remember_lower, train
    from training.network import Lower, Pairs, Upper

    torch.manual_seed(1)
    windows = items(made)
    assert len(windows) >= len(made)
    assert any(float(item.target.sum()) for item in windows)
    lower, upper, pairs = Lower(1, 200).eval(), Upper(1), Pairs()
    remember_lower(lower, windows)
    before = [p.detach().clone() for p in (upper.tagger.weight, pairs.outputs.weight, lower.words.weight)]
    train([windows[:2]], upper, pairs, Settings(epochs=2, batch=2, lower=1, upper=1), say=False)
    after = [upper.tagger.weight, pairs.outputs.weight, lower.words.weight]
    assert [bool((a != b).any()) for a, b in zip(before, after, strict=True)] == [True, True, False]
    assert all(torch.isfinite(p).all() for p in (*upper.parameters(), *pairs.parameters()))


def test_an_attribute_gets_the_threshold_that_serves_it_best():
    numpy = pytest.importorskip("numpy")
    pytest.importorskip("sklearn", reason="scikit-learn is not installed: the training needs training/requirements.txt")
    from kg.evaluation.gold import Argument, GoldDocument, ScoredFact
    from training.scorers import Rows, attribute_thresholds

    told = {"relation": "studiedFor", "subject": "d", "object": "i", "attributes": {"phase": "phase 2"}}
    sides = {n: {"id": n, "type": t, "name": n, "aliases": []} for n, t in (("d", "drug"), ("i", "indication"))}
    facts = tuple(ScoredFact.of(told, sides) for _ in range(30))
    entities = tuple(Argument.of(e, {}) for e in sides.values())
    gold = {"one": GoldDocument(document="one", entities=entities, facts=facts, milestones=None)}
    chosen = numpy.array([1] * 30 + [0] * 30)
    likely = numpy.array([0.4] * 30 + [0.2] * 30)
    none = numpy.zeros((0, 1))
    # thirty facts whose likeliest value is right, at 0.4, and thirty where it is wrong, at 0.2
    rows = Rows(
        "one", "real", ["studiedFor"] * 60, none, numpy.array([1] * 60), [("facts", n % 30) for n in range(60)], none,
        chosen, [(n, "phase", "phase 2") for n in range(60)], 0,
    )  # fmt: skip
    kept = attribute_thresholds([rows], {"one": likely}, gold)
    assert 0.2 < kept["phase"] <= 0.4
    assert attribute_thresholds([], {}, {}) == {}
