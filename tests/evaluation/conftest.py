"""A small gold document, in an invented world, and makers of produced facts for it."""

import json

import pytest

from kg.evaluation.gold import read_gold

GOLD = {
    "document": "d",
    "entities": [
        {"id": "a", "type": "company", "name": "Alpha Bio, Inc.", "aliases": ["Alpha"]},
        {"id": "b", "type": "company", "name": "Beta GmbH", "aliases": []},
        {"id": "x", "type": "drug", "name": "ABC-1", "aliases": ["ABC 1"]},
        {"id": "gout", "type": "indication", "name": "gout", "aliases": []},
        {"id": "p", "type": "platform", "name": "Fold-It", "aliases": [], "extra": True},
    ],
    "facts": [
        {"relation": "develops", "subject": "a", "object": "x", "attributes": {}},
        {
            "relation": "partnersWith",
            "subject": "a",
            "object": "b",
            "attributes": {"kind": "licensing", "date": "2020", "upfront": "USD 7"},
        },
        {"relation": "raised", "subject": "a", "object": ["USD 5", "EUR 4"], "attributes": {}},
        {"relation": "studiedFor", "subject": "x", "object": "gout", "attributes": {"phase": "phase 1"}},
        {"relation": "manufactures", "subject": "b", "object": "x", "attributes": {}, "optional": True},
    ],
    "milestones": [
        {
            "relation": "hasMilestone",
            "subject": "x",
            "object": "trial start",
            "attributes": {"status": "planned", "date": "2021"},
        },
        {
            "relation": "hasMilestone",
            "subject": "x",
            "object": "trial start",
            "attributes": {"status": "completed", "date": "2019"},
        },
    ],
}
TYPES = {"Alpha": "company", "Beta": "company", "ABC-1": "drug", "gout": "indication"}


def entity(name, type_=None, *aliases):
    return {"name": name, "type": type_ or TYPES.get(name, "company"), "aliases": list(aliases)}


def fact(relation, subject, object_, *, document="d", confidence=None, quote="", **attributes):
    """A produced fact; an object that begins with a currency or is a milestone's kind is a literal."""
    literal = isinstance(object_, str) and (object_.startswith(("USD", "EUR")) or relation == "hasMilestone")
    return {
        "document": document,
        "relation": relation,
        "subject": subject if isinstance(subject, dict) else entity(subject),
        "object": object_ if literal or isinstance(object_, dict) else entity(object_),
        "attributes": attributes,
        "evidence": {"quote": quote},
    } | ({} if confidence is None else {"confidence": confidence})


def write(folder, *records):
    """Write gold files."""
    folder.mkdir(parents=True, exist_ok=True)
    for record in records:
        (folder / f"{record['document']}.json").write_text(json.dumps(record))
    return folder


def write_lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def gold(tmp_path):
    return read_gold([write(tmp_path / "small", GOLD) / "d.json"])
