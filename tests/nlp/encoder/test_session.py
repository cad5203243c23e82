"""A model is used only as it was trained: its card says what it is."""

import hashlib
import json

import pytest

from kg.errors import ModelError
from kg.nlp.decisions.scorer import Scorer
from kg.nlp.encoder.labels import signature
from kg.nlp.encoder.session import read_card, session


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "encoder.onnx").write_bytes(b"weights")
    write(tmp_path)
    return tmp_path


def write(folder, **changes):
    digest = hashlib.sha256((folder / "encoder.onnx").read_bytes()).hexdigest()
    card = {"name": "reader", "version": "7", "signature": signature(), "sha256": {"encoder.onnx": digest}} | changes
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")


def test_a_sound_card(folder):
    card = read_card(folder)
    assert (card.name, card.version, list(card.sha256)) == ("reader", "7", ["encoder.onnx"])


def no_card(folder):
    (folder / "card.json").unlink()


def no_file(folder):
    (folder / "encoder.onnx").unlink()


def altered(folder):
    (folder / "encoder.onnx").write_bytes(b"weightz")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param(no_card, "card.json: no model is here", id="no-card"),
        pytest.param(no_file, "encoder.onnx: a file of the model is missing", id="no-file"),
        pytest.param(altered, "encoder.onnx: the file was altered", id="altered"),
        pytest.param(lambda f: write(f, signature="0" * 16), "another version of this package", id="other-signature"),
        pytest.param(lambda f: write(f, sha256="abc"), "not a model's card", id="digests-are-a-word"),
        pytest.param(lambda f: (f / "card.json").write_text("{"), "not a model's card", id="not-json"),
        pytest.param(lambda f: (f / "card.json").write_text("[]"), "not a model's card", id="a-list"),
        pytest.param(lambda f: (f / "card.json").write_text("{}"), "not a model's card", id="empty"),
        pytest.param(lambda f: (f / "card.json").write_bytes(b"\xff\xfe"), "not a model's card", id="not-text"),
    ],
)
def test_anything_else_is_refused_in_one_line(folder, spoil, words):
    spoil(folder)
    with pytest.raises(ModelError, match=words) as caught:
        read_card(folder)
    assert "\n" not in str(caught.value)
    assert str(folder) in str(caught.value)


def test_a_file_that_is_no_network_is_refused(folder):
    with pytest.raises(ModelError, match=r"encoder\.onnx: ONNX Runtime cannot load it"):
        session(folder / "encoder.onnx", 1)


def test_a_model_without_scorers_is_refused(folder):
    with pytest.raises(ModelError, match=r"decisions\.json"):
        Scorer(folder)
