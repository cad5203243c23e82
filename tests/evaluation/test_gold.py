import pytest

from kg.errors import DocumentError, NothingToReadError
from kg.evaluation.gold import Argument, gold_sets, groups, read_gold, text_of
from tests.evaluation.conftest import GOLD, write


def test_arguments_are_entities_with_all_names_or_literals(gold):
    of = {fact.relation: fact for fact in gold["d"].facts}
    assert of["develops"].subject == Argument("Alpha Bio, Inc.", "company", frozenset({"alphabio", "alpha"}))
    assert of["raised"].object == Argument("USD 5 or EUR 4", None, frozenset({"usd5", "eur4"}))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("{", id="no-json"),
        pytest.param("[]", id="no-object"),
        pytest.param('{"entities": []}', id="no-facts"),
        pytest.param('{"facts": [{"relation": "develops"}]}', id="no-subject"),
    ],
)
def test_a_file_that_is_no_gold_file_is_named(tmp_path, content):
    (tmp_path / "bad.json").write_text(content)
    with pytest.raises(DocumentError, match=r"bad\.json: not a gold file"):
        read_gold([tmp_path / "bad.json"])


def test_a_folder_of_gold_folders_is_all_of_them(tmp_path):
    write(tmp_path / "one" / "gold", GOLD)
    write(tmp_path / "two", {**GOLD, "document": "e"})
    (tmp_path / "neither").mkdir()
    assert [(s.name, [f.stem for f in s.files]) for s in gold_sets([tmp_path])] == [("one", ["d"]), ("two", ["e"])]
    assert [s.name for s in gold_sets([tmp_path / "one"])] == ["one"]
    assert [s.name for s in gold_sets([tmp_path / "one" / "gold"])] == ["one"]
    with pytest.raises(NothingToReadError, match="neither: no gold files"):
        gold_sets([tmp_path / "neither"])


@pytest.mark.parametrize(
    "where", [pytest.param("gold/one/texts", id="in-the-set"), pytest.param("one", id="beside-the-gold")]
)
def test_documents_are_found_where_sets_keep_them(tmp_path, where):
    write(tmp_path / "gold" / "one" / "gold" if "texts" in where else tmp_path / "gold" / "one", GOLD)
    (tmp_path / where).mkdir(parents=True)
    (tmp_path / where / "d.txt").write_text("text")
    (one,) = gold_sets([tmp_path / "gold"])
    assert text_of(one.files[0], one.places).resolve() == tmp_path / where / "d.txt"


def test_a_document_that_is_missing_is_named(tmp_path):
    (one,) = gold_sets([write(tmp_path / "one", GOLD)])
    with pytest.raises(NothingToReadError, match=r"d\.json: no document of this name in .*--texts"):
        text_of(one.files[0], one.places)


@pytest.mark.parametrize(
    ("stems", "expected"),
    [
        pytest.param(["deal-1", "deal-2", "money-1", "money-2"], ["deal", "money"], id="groups"),
        pytest.param(["deal-1", "deal-2"], [], id="one-group-is-none"),
        pytest.param(["deal-1", "money-1"], [], id="groups-of-one-are-none"),
        pytest.param(["deal-1", "deal-2", "money-1", "money-2", "acme-second-quarter"], [], id="names-of-another-form"),
    ],
)
def test_groups_are_those_of_numbered_names(stems, expected):
    assert list(groups(stems)) == expected
