"""The sample documents: each has gold facts that its own text bears out, and none repeats a real document."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kg import resources
from kg.documents import find, read
from kg.terms import RELATIONS, EntityType, Phase, Relation, Status

SAMPLE = resources.path("data/sample")
DOCUMENTS = {path.stem: path for path in sorted(SAMPLE.glob("*.*"))}
GOLD = {path.stem: path for path in sorted((SAMPLE / "gold").glob("*.json"))}
SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n")


def load(stem: str) -> dict:
    return json.loads(GOLD[stem].read_text(encoding="utf-8"))


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_every_document_has_gold_and_every_gold_file_a_document():
    assert len(DOCUMENTS) >= 15
    assert set(DOCUMENTS) == set(GOLD)


def test_gold_files_are_not_read_as_documents():
    assert len(list(find([SAMPLE]))) == len(DOCUMENTS)


@pytest.mark.parametrize("stem", GOLD)
def test_entities_are_named_in_the_text(stem):
    gold = load(stem)
    assert gold["document"] == stem
    text = words(read(DOCUMENTS[stem]).text)
    ids = [entity["id"] for entity in gold["entities"]]
    assert len(ids) == len(set(ids))
    for entity in gold["entities"]:
        EntityType(entity["type"])
        assert f" {words(entity['name'])} " in f" {text} ", entity["name"]


@pytest.mark.parametrize("stem", GOLD)
def test_facts_keep_to_the_ontology(stem):
    gold = load(stem)
    types = {entity["id"]: EntityType(entity["type"]) for entity in gold["entities"]}
    said = [(fact["relation"], fact["subject"], fact["object"]) for fact in gold["facts"]]
    assert len(said) == len(set(said))
    for fact in gold["facts"]:
        term = RELATIONS[Relation(fact["relation"])]
        assert types[fact["subject"]] in term.subjects, fact
        assert fact["object"] not in types if term.literal else types[fact["object"]] in term.objects, fact
        assert set(fact["attributes"]) <= term.attributes, fact
        if phase := fact["attributes"].get("phase"):
            Phase(phase)
        if status := fact["attributes"].get("status"):
            Status(status)


def test_no_sentence_is_taken_from_a_real_document(shared: Path):
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in shared.rglob("*.txt")]
    real = " ".join(f" {words(text)} " for text in texts)
    for path in DOCUMENTS.values():
        for sentence in map(words, SENTENCE.split(read(path).text)):
            assert len(sentence.split()) < 8 or f" {sentence} " not in real, f"{path.name}: {sentence}"
