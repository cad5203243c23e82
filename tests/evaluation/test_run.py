import json

import pytest

from kg.errors import DocumentError, DocumentNotFoundError, NothingToReadError
from kg.evaluation.gold import gold_sets
from kg.evaluation.run import Produced, choose, evaluate, measure, measured, read_folds, read_produced
from kg.model import Document, Entity, Extraction
from kg.terms import EntityType
from tests.evaluation.conftest import GOLD, entity, fact, write, write_lines

RIGHT = fact("develops", "Alpha", "ABC-1")
LISTING = {"document": "d", "entities": [entity("Alpha"), entity("ABC-1")]}


class Listing:
    """An extractor that finds one entity in each document, and no fact."""

    pipeline = "listing 1"

    def pipe(self, documents):
        for document in documents:
            assert isinstance(document, Document)
            found = Entity(id="a", type=EntityType.COMPANY, name="Alpha")
            yield Extraction(document=document, pipeline=self.pipeline, entities=(found,))


def test_evaluating_reads_the_documents_and_lists_their_entities(tmp_path):
    write(tmp_path / "one" / "gold", GOLD)
    (tmp_path / "d.txt").write_text("Alpha develops ABC-1.")
    told = []
    evaluation = evaluate(
        [tmp_path / "one"], texts=[tmp_path], extractor=Listing(), progress=lambda *done: told.append(done)
    )
    assert told == [(1, 1)]
    assert evaluation.scores.micro.missing == 4
    assert evaluation.facts == ()
    assert evaluation.produced.source == "listing 1"
    assert [(a.label, a.type) for a in evaluation.produced.listed["d"]] == [("Alpha", "company")]


def test_facts_and_listings_may_stand_in_one_file_or_two(tmp_path):
    together = read_produced(write_lines(tmp_path / "f.jsonl", [RIGHT, LISTING]))
    apart = read_produced(write_lines(tmp_path / "g.jsonl", [RIGHT]), write_lines(tmp_path / "e.jsonl", [LISTING]))
    assert together.facts == apart.facts == (RIGHT,)
    assert together.listed == apart.listed
    assert together.listed is not None
    assert read_produced(tmp_path / "g.jsonl").listed is None


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("{", id="no-json"),
        pytest.param("7", id="a-number"),
        pytest.param("[]", id="a-list"),
        pytest.param(json.dumps({"document": "d", "relation": "develops", "subject": "a"}), id="no-object"),
        pytest.param(json.dumps({**RIGHT, "confidence": "high"}), id="confidence"),
        pytest.param(json.dumps({"document": "d", "entities": ["Alpha", 3, None], "x": 1}).replace("3", "{"), id="cut"),
        pytest.param("\udcff", id="no-utf-8"),
    ],
)
def test_a_line_that_is_no_fact_is_named(tmp_path, line):
    path = tmp_path / "f.jsonl"
    path.write_text(json.dumps(RIGHT) + "\n" + line, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(DocumentError, match=r"f\.jsonl: (line 2 is no fact|no JSON lines in UTF-8)"):
        read_produced(path)


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(DocumentNotFoundError, match=r"f\.jsonl: no such file"):
        read_produced(tmp_path / "f.jsonl")


@pytest.fixture
def folder(tmp_path):
    """Cross-validated facts of three documents, the third set aside, and gold of four."""
    documents = ["deal-1", "deal-2", "money-1", "money-2"]
    write(tmp_path / "set", *({**GOLD, "document": document} for document in documents))
    predictions = tmp_path / "predictions"
    predictions.mkdir()
    write_lines(predictions / "facts.jsonl", [{**RIGHT, "document": document} for document in documents[1:]])
    (predictions / "folds.json").write_text(json.dumps({"deal-1": 0, "deal-2": 1, "money-1": 1, "money-2": -1}))
    return predictions


def test_folds_are_parts_of_the_report(folder):
    produced = read_folds(folder)
    report = measure("set", gold_sets([folder.parent / "set"]), produced)
    counts = {name: (len(part.documents), part.micro.right) for name, part in report.parts.items()}
    assert counts == {
        "deal": (2, 1),
        "money": (2, 2),
        "fold 0": (1, 0),
        "fold 1": (2, 2),
        "set aside": (1, 1),
    }


def test_documents_that_are_set_aside_are_measured_only_on_request():
    assert measured({"a": 0, "b": -1}) == {"a"}
    assert measured({"a": 0, "b": -1}, set_aside=True) == {"a", "b"}


def test_entities_beside_the_folds_are_read(folder):
    write_lines(folder / "entities.jsonl", [{**LISTING, "document": "deal-1"}])
    report = measure("set", gold_sets([folder.parent / "set"]), read_folds(folder))
    assert report.entities.all.found == 2


@pytest.mark.parametrize("content", [None, "{", "[1]", '{"a": "x"}'])
def test_a_folder_without_sound_folds_is_named(folder, content):
    (folder / "folds.json").unlink()
    if content:
        (folder / "folds.json").write_text(content)
    with pytest.raises(DocumentError, match=r"folds\.json: no "):
        read_folds(folder)


def test_sets_may_be_cut_to_some_documents(folder):
    sets = gold_sets([folder.parent / "set"])
    assert [[file.stem for file in one.files] for one in choose(sets, {"deal-2", "unknown"})] == [["deal-2"]]
    with pytest.raises(NothingToReadError, match="none of the documents"):
        choose(sets, {"unknown"})


def test_there_is_no_report_where_gold_is_not_annotated(tmp_path):
    bare = {key: value for key, value in GOLD.items() if key != "milestones"}
    sets = gold_sets([write(tmp_path, bare)])
    assert measure("set", sets, Produced(source="none", facts=()), section="milestones") is None


def test_missing_milestones_are_explained_by_entities_of_facts(tmp_path):
    produced = Produced(source="none", facts=(RIGHT,))
    report = measure("set", gold_sets([write(tmp_path, GOLD)]), produced, section="milestones")
    assert [cause.cause for cause in report.causes] == ["subject was found, no value was produced"]
