"""What of the knowledge the network draws: folding, deriving, choosing, and what stands where."""

import json

import pytest

from kg.errors import ParameterError, UnknownEntityError
from kg.model import Document, Entity, Knowledge
from kg.terms import EntityType, Phase, Relation
from kg.views.network import Choice, Show, Through, to_pyvis
from kg.views.network.arrange import arrange
from kg.views.network.data import data
from kg.views.network.scene import scene
from tests.knowledge import KNOWLEDGE, evidence, money, statement

R, T = Relation, EntityType


def entity(id_, name=None, broader=()):
    return Entity(id=id_, type=T(id_.partition("/")[0]), name=name or id_.partition("/")[2], broader=broader)


def known(*statements, entities=(), documents=KNOWLEDGE.documents):
    """Knowledge with an entity for each end of the statements."""
    given = {e.id: e for e in entities}
    ends = {end for s in statements for end in (s.subject, s.object) if "/" in end}
    return Knowledge(
        documents=documents,
        entities=tuple(given.get(i) or entity(i) for i in sorted(ends | given.keys())),
        statements=tuple(statements),
    )


def drawn(knowledge, show=Show.ORGANIZATIONS, **choice):
    return set(arrange(scene(knowledge, Choice.of(show=show, **choice)), Show(show)).nodes)


def test_organizations_are_joined_by_what_they_do_with_each_other():
    assert drawn(KNOWLEDGE) == {
        "agency/nci",
        "company/alpha-bio",
        "company/script",
        "company/zeta-pharma",
        "university/probe-centre",
    }


def test_who_makes_a_drug_makes_it_for_its_developer():
    made = known(
        statement(1, R.DEVELOPS, "company/avon", "drug/x-1"),
        statement(2, R.MANUFACTURES, "company/brook", "drug/x-1"),
        statement(3, R.MANUFACTURES, "company/avon", "drug/x-1"),
    )
    (derived,) = [s for s in scene(made, Choice()).said if s.follows]
    assert (derived.subject, derived.object) == ("company/brook", "company/avon")
    assert derived.follows == (made.statements[1].id, made.statements[0].id)
    assert derived.label == "makes x-1 for"
    assert drawn(made) == {"company/brook", "company/avon"}


def test_programs_fold_into_their_company():
    knowledge = known(
        statement(1, R.DEVELOPS, "company/avon", "drug/x-1"),
        statement(2, R.DEVELOPS, "company/avon", "drug/x-2", phase=Phase.PRECLINICAL),
        statement(3, R.STUDIED_FOR, "drug/x-1", "indication/gout", phase=Phase.PHASE_2),
        statement(4, R.STUDIED_FOR, "drug/x-1", "indication/lupus", phase=Phase.PHASE_3, status="planned"),
        statement(5, R.STUDIED_FOR, "drug/x-2", "indication/gout"),
    )
    programs = scene(knowledge, Choice()).programs["company/avon"]
    assert programs.drugs == ("drug/x-1", "drug/x-2")
    assert programs.phase is Phase.PHASE_2
    assert programs.disease == "indication/gout"


@pytest.mark.parametrize(
    ("broader", "expected"),
    [
        pytest.param({"b": ("a",), "c": ("b",)}, {"b": "a", "c": "a"}, id="to-the-broadest"),
        pytest.param({"a": ("b",), "b": ("c",), "c": ("a",)}, {"b": "a", "c": "a"}, id="circle"),
        pytest.param({"a": ("a",)}, {}, id="itself"),
        pytest.param({"a": ("indication/gone",)}, {}, id="unknown"),
    ],
)
def test_kinds_of_a_disease_fold_into_it(broader, expected):
    entities = tuple(
        entity(
            f"indication/{n}", f"disorder {n}", tuple(b if "/" in b else f"indication/{b}" for b in broader.get(n, ()))
        )
        for n in "abc"
    )
    folded = scene(Knowledge(entities=entities), Choice()).folded
    assert folded == {f"indication/{k}": f"indication/{d}" for k, d in expected.items()}


def test_a_kind_does_not_fold_into_a_word_for_any_disease():
    entities = (
        entity("indication/any", "cancer"),
        entity("indication/lung", "lung cancer", ("indication/any",)),
        entity("indication/small", "small cell lung cancer", ("indication/lung",)),
    )
    assert scene(Knowledge(entities=entities), Choice()).folded == {"indication/small": "indication/lung"}


def test_what_is_said_of_a_kind_is_said_of_the_disease_and_names_the_kind():
    seen = scene(KNOWLEDGE, Choice())
    assert "indication/refractory-multiple-myeloma" not in seen.entities
    page = data(seen, {s: arrange(seen, s) for s in Show}, Choice(), "")
    (study,) = [
        s
        for s in page["statements"]
        if s["relation"] == "studiedFor" and ["said of", "refractory multiple myeloma"] in s["attributes"]
    ]
    disease = page["nodes"][study["object"]]
    assert disease["name"] == "multiple myeloma"
    assert disease["kinds"] == ["refractory multiple myeloma"]
    assert (study["sources"], study["first"]) == (2, "2016-11-28")


HUB = known(
    statement(1, R.FUNDS, "agency/backer", "company/avon"),
    statement(2, R.FUNDS, "agency/backer", "company/stranger"),
    statement(3, R.BASED_IN, "company/avon", "place/oslo"),
    statement(4, R.BASED_IN, "company/neighbour", "place/oslo"),
    statement(5, R.DEVELOPS, "company/avon", "drug/x-1"),
    statement(6, R.STUDIED_FOR, "drug/x-1", "indication/common"),
    *(statement(10 + n, R.STUDIED_FOR, f"drug/y-{n}", "indication/common") for n in range(6)),
    statement(30, R.PARTNERS_WITH, "company/avon", "company/brook"),
    statement(31, R.PARTNERS_WITH, "company/brook", "company/cove"),
)
AVON = {"company/avon", "agency/backer", "place/oslo", "drug/x-1", "company/brook"}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param({"depth": 1}, AVON, id="one-step"),
        pytest.param({"depth": 3}, AVON | {"company/cove", "indication/common"}, id="not-through-hubs"),
        pytest.param(
            {"depth": 2, "through": ["funders"]},
            AVON | {"company/cove", "indication/common", "company/stranger"},
            id="through-funders",
        ),
        pytest.param(
            {"depth": 2, "through": "places"},
            AVON | {"company/cove", "indication/common", "company/neighbour"},
            id="through-places",
        ),
    ],
)
def test_a_focus_spreads_where_things_have_to_do_with_each_other(choice, expected):
    assert set(scene(HUB, Choice.of(focus=["company/avon"], **choice)).entities) == expected


def test_a_funder_in_focus_shows_whom_it_funds():
    near = scene(HUB, Choice(focus=("agency/backer",), depth=1)).entities
    assert set(near) == {"agency/backer", "company/avon", "company/stranger"}


def test_through_all_goes_through_every_hub():
    seen = scene(HUB, Choice(focus=("company/avon",), depth=4, through=frozenset({Through.ALL})))
    assert set(seen.entities) == {e.id for e in HUB.entities}


def test_a_period_and_sources_choose_statements():
    both = scene(KNOWLEDGE, Choice(since="2018", until="2018-Q1")).said
    assert {e.document for s in both for e in s.evidence} == {"zeta-2018"}
    assert {s.id for s in scene(KNOWLEDGE, Choice(min_sources=2)).said} == {
        s.id for s in KNOWLEDGE.statements if len({e.document for e in s.evidence}) >= 2
    }
    assert scene(KNOWLEDGE, Choice(since="2030")).said == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "soon"},
        {"until": "2024-13"},
        {"since": "2025", "until": "2024"},
        {"depth": 0},
        {"min_sources": 0},
        {"show": "people"},
        {"through": ["walls"]},
        {"colour": "red"},
    ],
    ids=str,
)
def test_a_wrong_choice_is_one_line(wrong):
    with pytest.raises(ParameterError) as caught:
        Choice.of(**wrong)
    assert "\n" not in str(caught.value)


def test_a_focused_page_carries_only_the_documents_that_it_cites():
    near = scene(KNOWLEDGE, Choice(focus=("place/oslo-norway",), depth=1))
    assert {s.relation for s in near.said if not s.literal} == {R.BASED_IN}
    assert {d.id for d in near.documents} == {"alpha-2016"}


def test_what_follows_goes_where_its_statements_go():
    made = known(
        statement(1, R.DEVELOPS, "company/avon", "drug/x-1"),
        statement(2, R.MANUFACTURES, "company/brook", "drug/x-1"),
    )
    near = scene(made, Choice(focus=("company/avon",), depth=1))
    assert {s.id for s in near.said} >= {i for s in near.said for i in s.follows}


def test_a_focus_that_is_nothing_is_one_line():
    with pytest.raises(UnknownEntityError, match="no such entity"):
        scene(KNOWLEDGE, Choice(focus=("company/nobody",)))


def test_values_are_written_as_people_write_them():
    seen = scene(KNOWLEDGE, Choice())
    page = data(seen, {s: arrange(seen, s) for s in Show}, Choice(), "")
    told = {tuple(pair) for s in page["statements"] for pair in s.get("attributes", ())}
    assert {("amount", "$2M"), ("upfront", "€5M"), ("about", "ABC 131"), ("date", "28 Nov 2016")} <= told
    assert "$8M" in {s.get("value") for s in page["statements"]}


def test_dates_outside_reason_and_long_names_do_not_end_the_page():
    odd = [
        Document(id=f"d{n}", sha256="0" * 64, text="", published=p)
        for n, p in enumerate(("0000-99-99", "9999-12-31", "?"))
    ]
    knowledge = known(
        *(
            statement(n, R.PARTNERS_WITH, "company/avon", "company/brook", evidence(d.id, 1, "So."), date="9999")
            for n, d in enumerate(odd)
        ),
        entities=(entity("company/avon", "א" * 5000), entity("company/brook", "🧪\u202e\x07")),
        documents=tuple(odd),
    )
    seen = scene(knowledge, Choice())
    page = json.loads(json.dumps(data(seen, {s: arrange(seen, s) for s in Show}, Choice(), "")))
    assert [s.get("first") for s in page["statements"]] == [None, "9999-12-31", None]
    assert max(len(n["name"]) for n in page["nodes"]) == 600
    assert "🧪" in {n["name"] for n in page["nodes"]}


def test_a_view_that_is_too_large_is_cut_into_communities():
    pairs = [(c * 10, c * 10 + n) for c in range(6) for n in range(1, 10)] + [(c * 10, c * 10 + 10) for c in range(5)]
    knowledge = known(*(statement(a * 100 + b, R.PARTNERS_WITH, f"company/c{a}", f"company/c{b}") for a, b in pairs))
    view = arrange(scene(knowledge, Choice()), Show.ORGANIZATIONS, limit=20)
    assert len(view.groups) == len(view.centres) > 1
    assert sorted(n for g in view.groups for n in g) == list(range(60))
    assert max(map(len, view.groups)) <= 20
    assert {view.nodes[g[0]] for g in view.groups} <= {f"company/c{c * 10}" for c in range(6)}


def test_pyvis_gets_the_first_view_with_positions_and_one_edge_for_parallel_statements():
    net = to_pyvis(KNOWLEDGE)
    assert {n["id"] for n in net.nodes} == drawn(KNOWLEDGE)
    assert len({(n["x"], n["y"]) for n in net.nodes}) == len(net.nodes)
    ends = [frozenset((e["from"], e["to"])) for e in net.edges]
    assert len(ends) == len(set(ends))
    between = next(e for e in net.edges if {e["from"], e["to"]} == {"company/alpha-bio", "company/zeta-pharma"})
    assert between["label"] == "2 statements"
    assert net.get_node("agency/nci")["label"] == "National Cancer Institute"
    assert "vis-network" in net.generate_html()


def test_money_stays_exact_where_it_is_small():
    knowledge = known(statement(1, R.FUNDS, "agency/backer", "company/avon", amount=money(900, "CHF")))
    seen = scene(knowledge, Choice())
    (said,) = data(seen, {s: arrange(seen, s) for s in Show}, Choice(), "")["statements"]
    assert ["amount", "CHF 900"] in said["attributes"]
