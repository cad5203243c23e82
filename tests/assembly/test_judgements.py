import pytest

from kg.assembly import judgements
from kg.assembly.assemble import assembled
from kg.assembly.judgements import COLUMNS, Judgement, Verdict
from kg.errors import JudgementError
from kg.model import Attributes
from kg.terms import EntityType, Relation
from tests.assembly.test_resolution import document, entity

HEAD = "\t".join(COLUMNS)


def written(tmp_path, *lines):
    path = tmp_path / "judgements.tsv"
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def line(judgement, one, other="", kind="company", reason="because", who="anna", when="2024-05-01"):
    return "\t".join([judgement, kind, one, other, reason, who, when])


def resolved(tmp_path, lines, *groups, kind="company"):
    judged = judgements.read(written(tmp_path, *lines))
    made = [document(f"d{n}", [entity("e1", kind, *group)]) for n, group in enumerate(groups)]
    return assembled(made, judged)


def names(knowledge):
    return sorted(e.name for e in knowledge.entities)


def test_what_is_judged_the_same_is_one_and_says_so(tmp_path):
    lines = [line("same", "Oldname Pharma", "Exampla Bio"), line("same", "Exampla Bio", "Thirdname Labs")]
    knowledge, _ = resolved(tmp_path, lines, ["Oldname Pharma"], ["Exampla Bio"], ["Thirdname Labs"])
    assert len(knowledge.entities) == 1
    assert {m.reason for m in knowledge.merges} == {"judged same (anna, 2024-05-01): because"}


def test_what_is_judged_not_the_same_stays_two_and_the_evidence_is_reported(tmp_path):
    lines = [line("not same", "Exampla Bio, Inc.", "Exampla Bio")]
    knowledge, resolution = resolved(tmp_path, lines, ["Exampla Bio, Inc."], ["Exampla Bio"])
    assert names(knowledge) == ["Exampla Bio", "Exampla Bio, Inc."]
    (doubt,) = resolution.doubts
    assert doubt.judged
    assert doubt.contra == ("line 2: judged not same (anna, 2024-05-01): because",)


def test_not_the_same_holds_for_what_is_joined_to_either(tmp_path):
    lines = [line("not same", "Exampla Bio", "Oldname Pharma"), line("same", "Exampla Bio", "Thirdname Labs")]
    groups = ["Exampla Bio"], ["Oldname Pharma"], ["Thirdname Labs", "Oldname Pharma"]
    knowledge, _ = resolved(tmp_path, lines, *groups)
    assert len(knowledge.entities) == 2


def test_a_name_that_is_not_one_of_a_document_s_thing_is_taken_off_it(tmp_path):
    lines = [line("not same", "News Desk", "Exampla Bio")]
    knowledge, _ = resolved(tmp_path, lines, ["News Desk", "Exampla Bio"], ["Exampla Bio"])
    assert {e.name: e.aliases for e in knowledge.entities} == {"News Desk": (), "Exampla Bio": ()}


def test_an_undecided_pair_is_left_and_not_asked_about_again(tmp_path):
    groups = ["Exampla & Co., Inc."], ["Exampla KGaA"]
    _, before = resolved(tmp_path, [], *groups)
    knowledge, after = resolved(tmp_path, [line("undecided", "Exampla & Co., Inc.", "Exampla KGaA")], *groups)
    assert len(before.doubts) == 1
    assert after.doubts == ()
    assert len(knowledge.entities) == 2


def test_names_types_and_nothing(tmp_path):
    judged = judgements.read(
        written(
            tmp_path,
            line("name", "Exampla Bio", "Exampla Biosciences plc"),
            line("type", "PrimeX", "drug", kind="platform"),
            line("nothing", "Wire"),
        )
    )
    facts = [
        (Relation.PARTNERS_WITH, "e1", "e3", Attributes()),
        (Relation.DEVELOPS, "e1", "e2", Attributes(about="e3")),
    ]
    things = [
        entity("e1", "company", "Exampla Bio"),
        entity("e2", "platform", "PrimeX"),
        entity("e3", "company", "Wire"),
    ]
    knowledge, _ = assembled([document("a", things, facts)], judged)
    assert [(e.id, e.name) for e in knowledge.entities] == [
        ("company/exampla-biosciences", "Exampla Biosciences plc"),
        ("drug/primex", "PrimeX"),
    ]
    (statement,) = knowledge.statements
    assert statement.attributes.about is None


def test_a_judgement_may_be_of_one_document_only(tmp_path):
    lines = [line("nothing", "Anna Berg @ d1", kind="person")]
    knowledge, _ = resolved(tmp_path, lines, ["Anna Berg"], ["Anna Berg"], kind="person")
    assert len(knowledge.entities) == 1


def test_a_name_that_no_document_has_is_noted(tmp_path):
    _, resolution = resolved(tmp_path, [line("same", "Exampla Bio", "Nobody")], ["Exampla Bio"])
    assert resolution.notes == ("judgements.tsv line 2: no document names 'Nobody'; the line has no effect",)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([line("maybe", "A1", "B1")], "line 2: 'maybe' is no judgement; there are same, not same"),
        ([line("same", "A1", "B1", kind="thing")], "line 2: 'thing' is no kind of entity"),
        ([line("same", "A1")], "line 2: same wants both one and other"),
        ([line("nothing", "A1", "B1")], "line 2: nothing wants one name"),
        ([line("type", "A1", "thing")], "line 2: 'thing' is no type"),
        ([line("same", "A1", "a1")], "line 2: 'A1' and 'a1' read the same"),
        ([line("same", "A1", "B1", when="May")], "line 2: 'May' is no date"),
        ([line("same", "A1", "B1") + "\tmore"], "line 2: 8 cells; there are 7 columns"),
        (
            [line("same", "A1", "B1"), line("same", "B1", "C1"), line("not same", "A1", "C1")],
            "line 4: 'A1' and 'C1' are not the same, but line 2, 3 makes them one",
        ),
        ([line("name", "A1", "B1"), line("name", "B1", "A1")], "a circle"),
        (
            [line("name", "A1", "B1"), line("name", "A1", "C1")],
            "line 3: 'A1' has the name 'C1', but line 2 gives it 'B1'",
        ),
        ([line("same", "A1", "B1"), line("nothing", "B1")], "line 3 says it is nothing"),
    ],
)
def test_a_file_that_cannot_be_followed_is_refused_in_one_line(tmp_path, lines, message):
    with pytest.raises(JudgementError) as error:
        judgements.read(written(tmp_path, *lines))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_columns_must_be_there(tmp_path):
    path = tmp_path / "judgements.tsv"
    path.write_text("same\tA\tB\n")
    with pytest.raises(JudgementError, match="the columns are judgement, kind, one"):
        judgements.read(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(JudgementError, match="cannot be read as UTF-8"):
        judgements.read(path)


def judgement(verdict, one, other):
    return Judgement(judgement=verdict, kind=EntityType.COMPANY, one=one, other=other, reason="a\ttab", who="anna")


def test_adding_keeps_what_stands_there_and_refuses_a_contradiction(tmp_path):
    path = tmp_path / "judgements.tsv"
    judgements.add(path, judgement(Verdict.SAME, "A1", "B1"))
    before = path.read_text()
    assert before.splitlines() == [HEAD, "same\tcompany\tA1\tB1\ta tab\tanna\t"]
    with pytest.raises(JudgementError, match="line 3"):
        judgements.add(path, judgement(Verdict.NOT_SAME, "B1", "A1"))
    assert path.read_text() == before
    judgements.add(path, judgement(Verdict.SAME, "B1", "C1"))
    assert path.read_text().startswith(before)
    assert [e.line for e in judgements.read(path).entries] == [2, 3]


def test_no_file_is_no_judgement(tmp_path):
    assert judgements.read(tmp_path / "none.tsv").entries == ()
