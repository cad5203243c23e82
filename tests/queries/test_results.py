"""Answers as values: types of columns, what a console and a notebook show, writing after reading."""

import io
from datetime import date
from decimal import Decimal

import pytest

from kg.graph import rdf
from kg.graph.stores import open_store
from kg.queries import Results, run
from tests.knowledge import KNOWLEDGE, SCRIPT


@pytest.fixture(scope="module")
def memory():
    with open_store(":memory:") as opened:
        opened.load(rdf.quads(KNOWLEDGE))
        yield opened


@pytest.fixture
def table(memory):
    """A table of terms written as SPARQL writes them, each row a string."""

    def make(columns, *rows):
        values = " ".join(f"({row})" for row in rows)
        return Results(memory.query(f"SELECT {columns} WHERE {{ VALUES ({columns}) {{ {values} }} }}"))

    return make


@pytest.mark.parametrize(
    ("terms", "type_", "values"),
    [
        pytest.param(
            ['"2016-11-28"^^xsd:date', "UNDEF"], "date32[day]", [date(2016, 11, 28), None], id="whole-days-are-dates"
        ),
        pytest.param(
            ['"2016-11-28"^^xsd:date', '"2018-03"^^xsd:gYearMonth'],
            "string",
            ["2016-11-28", "2018-03"],
            id="dates-of-several-precisions-are-text",
        ),
        pytest.param(['"2016-11-28Z"^^xsd:date'], "string", ["2016-11-28Z"], id="a-day-with-a-zone-is-text"),
        pytest.param(
            ["2000000.0", "0.25", "UNDEF"],
            "decimal128(38, 2)",
            [Decimal("2000000.00"), Decimal("0.25"), None],
            id="decimals-are-exact",
        ),
        pytest.param(["3", "0.5"], "decimal128(38, 1)", [Decimal("3.0"), Decimal("0.5")], id="whole-among-decimals"),
        pytest.param(["3", "-4", "UNDEF"], "int64", [3, -4, None], id="whole-numbers"),
        pytest.param(
            [str(2**63)], "decimal128(38, 0)", [Decimal(2**63)], id="a-number-too-long-for-64-bits-stays-exact"
        ),
        pytest.param([f"{'9' * 30}.{'1' * 18}"], "string", [f"{'9' * 30}.{'1' * 18}"], id="more-digits-than-Arrow-has"),
        pytest.param(["1.5e0", "2"], "double", [1.5, 2.0], id="floats"),
        pytest.param(["true", "false", "UNDEF"], "bool", [True, False, None], id="truths"),
        pytest.param(['"3"', "3"], "string", ["3", "3"], id="text-and-number"),
        pytest.param(["id:drug\\/abc-131"], "string", ["drug/abc-131"], id="entities-are-ids"),
        pytest.param(["UNDEF"], "string", [None], id="no-value-at-all"),
    ],
)
def test_a_column_has_the_type_of_its_values(table, terms, type_, values):
    made = table("?x ?row", *(f"{term} {number}" for number, term in enumerate(terms))).to_arrow()
    assert str(made.schema.field("x").type) == type_
    assert made["x"].to_pylist() == values


def test_an_answer_without_rows_has_its_columns(memory):
    made = Results(memory.query("SELECT ?a ?b WHERE { ?a kg:none ?b }")).to_arrow()
    assert made.column_names == ["a", "b"]
    assert made.num_rows == 0


def test_pandas_has_dates_and_numbers(table):
    made = table(
        "?day ?amount ?share ?n ?told ?name",
        '"2016-11-28"^^xsd:date 2000000.0 0.5 3 true "Alpha"',
        "UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF",
    ).to_pandas()
    assert [str(made[name].dtype) for name in made] == [
        "datetime64[s]",
        "Int64",
        "Float64",
        "Int64",
        "boolean",
        "string",
    ]
    assert made["amount"].sum() == 2_000_000
    assert made.isna().sum().tolist() == [1] * 6


def test_polars_reads_an_answer_as_it_is(memory):
    polars = pytest.importorskip("polars")
    answer = run(memory, "funding")
    assert polars.DataFrame(answer).equals(answer.to_polars())
    assert answer.to_polars()["amount"].to_list() == [Decimal(3_000_000), Decimal(2_000_000)]


@pytest.mark.parametrize("format_", ["csv", "tsv", "json", "xml"])
def test_what_was_looked_at_is_written_as_if_it_were_not(memory, format_):
    looked, fresh = run(memory, "partners"), run(memory, "partners")
    assert len(looked) == len(looked.rows) > 0
    streams = io.StringIO(), io.StringIO()
    looked.write(format_, streams[0])
    fresh.write(format_, streams[1])
    assert streams[0].getvalue() == streams[1].getvalue()


def test_triples_that_were_looked_at_are_written(memory):
    answer = Results(memory.query("CONSTRUCT { ?d a kg:Drug } WHERE { ?d a kg:Drug }"))
    assert {row["predicate"].rsplit("#")[-1] for row in answer} == {"type"}
    stream = io.StringIO()
    answer.write("ntriples", stream)
    assert stream.getvalue().count(" .\n") == len(answer) == 2
    stream = io.StringIO()
    answer.write("json", stream)
    assert "@id" in stream.getvalue()


def test_an_ask_is_as_true_as_its_answer(memory):
    yes, no = (Results(memory.query(f"ASK {{ ?x a {kind} }}")) for kind in ("kg:Drug", "kg:None"))
    assert (yes.boolean, no.boolean) == (True, False)
    assert yes
    assert not no
    assert repr(no) == "<Results: no>"


def test_a_console_shows_how_many_rows_and_the_first(memory):
    told = repr(run(memory, "milestones"))
    assert told.startswith("<Results: ")
    assert len(told.splitlines()) <= 8
    assert max(map(len, told.splitlines())) < 500


def test_a_notebook_shows_rows_escaped(memory):
    answer = Results(memory.query("SELECT ?name WHERE { ?c a kg:Company ; rdfs:label ?name }"))
    html = answer._repr_html_()
    assert "Zeta Pharma GmbH" in html
    assert SCRIPT not in html
    assert "&lt;script&gt;" in html


def test_a_notebook_shows_the_first_of_many(table):
    html = table("?n", *map(str, range(100)))._repr_html_()
    assert html.count("<td") == 21
    assert "… and 80 more" in html


def test_nothing_that_moves_a_cursor_is_shown(table):
    answer = table("?x", '"a\\u009b31m\\u202Eb"')
    assert "\x9b" not in repr(answer) + answer._repr_html_()
    assert "\u202e" not in repr(answer) + answer._repr_html_()
