"""What changed: new, advanced, set back, changed, repeated, gone."""

import dataclasses
import json

import pytest
from typer.testing import CliRunner

from kg.assembly import assemble
from kg.builder import ExtractionCache, write
from kg.cli import app
from kg.diff import Kind, counts, diff
from kg.graph.stores import open_store
from kg.model import Knowledge
from kg.terms import Modality, Phase
from tests.assembly.test_conflicts import AWARD, BUYS, DEAL, DELAYED, EVENT, ONGOING, PLANNED, ROLE, STUDY, said, usd
from tests.knowledge import KNOWLEDGE

PHASES = [{"phase": p, "status": ONGOING} for p in (Phase.PHASE_1, Phase.PHASE_2)]
RELEASES = (
    said(1, "2020-01-10", STUDY, "ORN-7 is in Phase 1 for gout.", PHASES[0]),
    said(2, "2020-02-10", AWARD, "The Office pays Orrin.", {}),
    said(3, "2020-03-10", EVENT, "Topline data are due in Q2 2021.", {"status": PLANNED, "date": "2021-Q2"}),
    said(4, "2020-04-10", DEAL, "Orrin licenses ORN-7 to Velmont.", {}),
    said(11, "2021-01-10", STUDY, "ORN-7 has moved to Phase 2 for gout.", PHASES[1]),
    said(12, "2021-02-10", AWARD, "The award of the Office to Orrin is $2 million.", {"amount": usd(2_000_000)}),
    said(13, "2021-03-10", EVENT, "Topline data have slipped to Q4 2021.", {"status": DELAYED, "date": "2021-Q4"}),
    said(14, "2021-04-10", DEAL, "Orrin has licensed ORN-7 to Velmont Labs.", {}),
    said(15, "2021-05-10", ROLE, "Mira Solberg is CFO of Orrin.", {"title": "CFO"}),
)


def changed(before, after):
    return {(c.kind.value, c.relation): c for c in diff(assemble(before), assemble(after))}


def test_each_kind_of_change_is_told_with_the_sentences_of_both_sides():
    found = changed(RELEASES[:4], RELEASES)
    assert set(found) == {
        ("advanced", "studiedFor"),
        ("set back", "hasMilestone"),
        ("changed", "funds"),
        ("repeated", "licensesTo"),
        ("new", "holdsRole"),
    }
    advanced = found["advanced", "studiedFor"]
    assert (advanced.before.sentence, dict(advanced.before.values)["phase"]) == (
        "ORN-7 is in Phase 1 for gout.",
        "phase 1",
    )
    assert (advanced.after.sentence, dict(advanced.after.values)["phase"]) == (
        "ORN-7 has moved to Phase 2 for gout.",
        "phase 2",
    )
    award = found["changed", "funds"]
    assert award.attributes == ("amount",)
    assert (award.before.values, dict(award.after.values)) == ((), {"amount": "USD 2000000"})
    assert found["set back", "hasMilestone"].after.published == "2021-03-10"
    assert found["repeated", "licensesTo"].after.documents == 2
    assert found["new", "holdsRole"].before is None


def test_the_other_way_round_new_is_gone():
    found = changed(RELEASES, RELEASES[:4])
    assert ("gone", "holdsRole") in found
    assert found["gone", "holdsRole"].after is None
    assert not {kind for kind, _ in found} & {"new", "repeated"}


def test_stores_without_a_document_in_common_are_compared_too():
    found = changed(RELEASES[:1], RELEASES[4:5])
    assert set(found) == {("advanced", "studiedFor"), ("gone", "studiedFor")}


def test_a_denial_sets_back():
    denial = said(21, "2022-01-10", DEAL, "Orrin has no license with Velmont.", {}, Modality.NEGATED)
    found = changed(RELEASES[:4], [*RELEASES[:4], denial])
    assert found["set back", "licensesTo"].attributes == ("modality",)
    assert dict(found["set back", "licensesTo"].after.values) == {"modality": "negated"}


def test_an_entity_that_got_another_name_is_the_same():
    def named(extraction, name):
        entities = [
            dataclasses.replace(e, name=name, aliases=("Orrin",)) if e.id == "o1" else e for e in extraction.entities
        ]
        return dataclasses.replace(extraction, entities=tuple(entities))

    buys = said(1, "2020-01-10", BUYS, "Velmont buys Orrin.", {})
    before, after = assemble([named(buys, "Orrin Rx")]), assemble([named(buys, "Orrin Holdings")])
    assert before.statements[0].object != after.statements[0].object
    assert diff(before, after) == ()


def test_nothing_has_changed_between_a_state_and_itself():
    assert diff(KNOWLEDGE, KNOWLEDGE) == ()
    assert counts(diff(Knowledge(), KNOWLEDGE))["new"] == len(KNOWLEDGE.statements)
    assert counts(diff(KNOWLEDGE, Knowledge()))["gone"] == len(KNOWLEDGE.statements)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("diff") / "store"
    with open_store(path, create=True) as store:
        cache = ExtractionCache(path / "extractions")
        for extraction in RELEASES:
            cache.put(extraction)
        write(assemble(cache), store)
    return path


def kg(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_the_command_compares_dates_and_stores(folder):
    done = kg("diff", "2020", "--store", folder, "-f", "json")
    assert done.exit_code == 0
    record = json.loads(done.stdout)
    assert record["counts"] == {"new": 1, "advanced": 1, "set back": 1, "changed": 1, "repeated": 1, "gone": 0}
    assert record["before"]["documents"] == 4
    assert "5 later ones left out" in record["before"]["notes"][0]
    assert [c["kind"] for c in record["changes"]] == [k.value for k in list(Kind)[:5]]
    same = json.loads(kg("diff", folder, "now", "--store", folder, "-f", "json").stdout)
    assert same["changes"] == []
    table = kg("diff", "2020", "2021", "--store", folder).stdout
    assert "set back" in table
    assert "1 new, 1 advanced, 1 set back, 1 changed, 1 repeated, 0 gone" in table
    assert "licensesTo" not in table
    only = kg("diff", "2020", "--store", folder, "--kind", "repeated", "--about", "velmont").stdout
    assert "licensesTo" in only


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["2020", "--kind", "newer"], "--kind newer: unknown", id="kind"),
        pytest.param(["2020", "-f", "csv"], "--format csv", id="format"),
        pytest.param(["2020-13"], "no date", id="date"),
        pytest.param(["nowhere"], "no store here", id="store"),
    ],
)
def test_wrong_arguments_are_one_clear_line(folder, arguments, words):
    done = kg("diff", *arguments, "--store", folder)
    assert done.exit_code != 0
    assert words in str(done.exception)
    assert "\n" not in str(done.exception)


def test_words_that_became_another_entity_are_not_gone():
    buys = said(1, "2020-01-10", BUYS, "Velmont buys Orrin.", {})
    other = dataclasses.replace(
        buys, entities=tuple(dataclasses.replace(e, name="Quellway") if e.id == "o1" else e for e in buys.entities)
    )
    assert [c.kind for c in diff(assemble([buys]), assemble([other]))] == []
