from kg.cli.show import about, describe
from tests.knowledge import KNOWLEDGE


def shown(id_):
    entity = next(e for e in KNOWLEDGE.entities if e.id == id_)
    return describe(entity, about(entity, KNOWLEDGE), KNOWLEDGE)


def test_milestones_are_shown_newest_first_with_their_sentences():
    lines = shown("drug/abc-131")
    told = lines[lines.index("has milestone") :]
    assert [line.strip().partition("   [")[0] for line in told if line.startswith("  ") and line[2] != " "] == [
        "topline data",
        "topline data",
        "first patient",
        "regulatory submission",
        "trial start",
    ]
    assert "status delayed, date 2018-Q4" in told[1]
    assert "Topline data have moved" in told[2]


def test_a_value_in_a_sentence_of_its_own_is_shown_with_it():
    told = "\n".join(shown("drug/abc-131"))
    assert "date “today” in “Alpha Bio today dosed a patient.”  — alpha-2016, 2016-11-28, 2460-2465" in told
    assert "date “2016” in" not in told  # the sentence of the statement has it


def test_a_company_is_shown_with_the_milestones_of_its_drugs():
    told = "\n".join(shown("company/alpha-bio"))
    assert "  ABC 131: first patient" in told
    assert "  payment received" in told
    assert "first patient" not in "\n".join(shown("company/zeta-pharma"))


def test_a_conflict_shows_the_other_side_with_its_sentence():
    told = "\n".join(shown("agency/nci"))
    assert "open contradiction: later amount USD 3000000" in told
    assert told.count("The award was $3 million.") == 2  # as its own sentence, and as the other side
    assert "open contradiction: earlier amount USD 2000000" in told
