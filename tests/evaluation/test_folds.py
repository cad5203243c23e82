from collections import Counter

import pytest

from kg.evaluation.folds import FOLDS, SET_ASIDE, folds, issuer
from tests.evaluation.conftest import write


def release(document, *companies, relation="develops"):
    return {
        "document": document,
        "entities": [
            *({"id": f"c{n}", "type": "company", "name": name, "aliases": []} for n, name in enumerate(companies)),
            {"id": "x", "type": "drug", "name": "ABC-1", "aliases": []},
        ],
        "facts": [{"relation": relation, "subject": f"c{n}", "object": "x"} for n in range(len(companies))],
    }


@pytest.fixture
def folder(tmp_path):
    """40 issuers with a whole release and a first paragraph each, named a little differently, and a contrast set."""
    write(tmp_path / "real" / "gold", *(release(f"r{n}", f"Alpha{n} Bio, Inc.") for n in range(40)))
    write(tmp_path / "leads" / "gold", *(release(f"l{n}", f"Alpha{n} Bio") for n in range(40)))
    write(tmp_path / "contrast" / "gold", *(release(f"deal-{n:02}", "Beta") for n in range(12)))
    return tmp_path


def test_documents_of_an_issuer_stand_in_one_fold(folder):
    fold = folds(folder)
    assert len(fold) == 92
    assert [n for n in range(40) if fold[f"r{n}"] != fold[f"l{n}"]] == []


def test_thirty_releases_and_a_block_of_each_contrast_set_are_set_aside(folder):
    fold = folds(folder)
    assert sum(fold[f"r{n}"] == SET_ASIDE for n in range(40)) == 30
    assert [fold[f"deal-{n:02}"] for n in range(12)] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, SET_ASIDE, SET_ASIDE]


def test_folds_are_of_like_size_and_the_same_each_time(folder):
    fold = folds(folder)
    sizes = Counter(f for document, f in fold.items() if document.startswith("r") and f != SET_ASIDE)
    assert sizes == dict.fromkeys(range(FOLDS), 2)
    assert folds(folder) == fold
    assert folds(folder, seed=18) != fold


def test_the_issuer_is_whom_most_facts_are_about():
    record = release("d", "Alpha Bio, Inc.", "Beta")
    record["facts"] += record["facts"][:1] * 2  # three products; a listing counts as much
    record["facts"].append({"relation": "listedAs", "subject": "c1", "object": "NYSE:B"})
    assert issuer(record) == "beta"
    assert issuer(release("d", "Alpha Bio, Inc.", relation="targets")) == "d"
