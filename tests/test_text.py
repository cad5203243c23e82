"""What documents say never steers a terminal or a spreadsheet."""

import csv
import io
import os
import pty
import subprocess
import sys

import pytest

from kg.export import export
from kg.graph import rdf
from kg.graph.stores import open_store
from kg.model import Attributes, Document, Entity, Evidence, Knowledge, Statement
from kg.queries import Results
from kg.terms import EntityType, Modality, Relation
from kg.text import defuse, line, printable, quotation

EVIL = "\x1b[31m\x1b]0;title\x07\x9b2J\x08\r\u202eXYZ\u2066\u200f\u2028\x7f\U000e0041"
STEERING = [c for c in EVIL if not c.isalnum() and c not in "[];"]
FORMULAS = ["=1+1", "+1+cmd", "-1-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－x", "＠x"]


def knowledge(name, sentence):
    company = Entity(id="company/evil", type=EntityType.COMPANY, name=name, aliases=(f"{name} also",))
    drug = Entity(id="drug/evil", type=EntityType.DRUG, name=f"{name} drug")
    said = Statement(
        id="development/0000000000000001",
        relation=Relation.DEVELOPS,
        subject=company.id,
        object=drug.id,
        attributes=Attributes(),
        modality=Modality.ASSERTED,
        confidence=0.9,
        evidence=(Evidence(document="evil", start=0, end=9, quote=sentence, rule="r", confidence=0.9),),
    )
    document = Document(id="evil", sha256="0" * 64, text="", title=name, published="2024-01-01", source=name)
    return Knowledge(documents=(document,), entities=(company, drug), statements=(said,))


@pytest.fixture(scope="module")
def evil(tmp_path_factory):
    path = tmp_path_factory.mktemp("evil") / "store"
    with open_store(path, create=True) as store:
        store.load(rdf.quads(knowledge(f"Evil{EVIL}", f"• Evil {EVIL} said so.")))
    return path


def on_a_terminal(*arguments):
    """What a command writes to a terminal, which is all it has."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "200"}
    command = [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    data = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        data += part
    os.close(ours)
    process.wait()
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


ROWS = "SELECT * { ?s rdfs:label ?o }"


@pytest.mark.parametrize(
    "command",
    [
        ("show", "company/evil"),
        ("show", "company/evil", "-f", "json"),
        ("query", "company", "--company", "company/evil"),
        *(("sparql", "-q", ROWS, "-f", format_) for format_ in ("table", "csv", "tsv", "json", "xml", "jsonl")),
        ("sparql", "-q", ROWS, "-f", "csv", "--raw"),
        ("sparql", "-q", "CONSTRUCT WHERE { ?s rdfs:label ?o }", "-f", "turtle"),
        ("query", "company", "--company", f"x{EVIL}"),
        ("stats",),
        ("validate",),
        ("extract", f"no{EVIL}such.txt"),
    ],
    ids=lambda command: " ".join(command[:1] + command[-1:]).encode("unicode_escape").decode()[:40],
)
def test_no_command_lets_a_document_steer_the_terminal(evil, command):
    store = () if command[0] == "extract" else ("--store", evil)
    said = on_a_terminal(*command, *store)
    assert said.strip()
    assert [c for c in STEERING if c in said] == []


def test_what_is_printable_means_the_same_in_json():
    import json

    text = f"a{EVIL}\n\tb"
    assert json.loads(printable(json.dumps(text, ensure_ascii=False))) == text
    assert line("a\nb\tc") == "a\\u000ab\\u0009c"
    assert printable("naïve Ω 日本 👩‍🔬\n\tx") == "naïve Ω 日本 👩‍🔬\n\tx"


@pytest.mark.parametrize("bullet", ["• ", "- ", "– ", "* ", "▪", "\uf0b7 ", "•\t- ", "  ● "])
def test_bullets_leave_quotations(bullet):
    assert quotation(f"{bullet}Dosed the first patient.") == "Dosed the first patient."


@pytest.mark.parametrize("text", ["-5 °C at night", "*p<0.05", "--", "-", "EXT-101 – a drug", "•"])
def test_what_is_no_bullet_stays(text):
    assert quotation(text) == text


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_table_is_defused_unless_raw(tmp_path, formula):
    with open_store(":memory:") as store:
        store.load(rdf.quads(knowledge(formula, formula)))
        folder = export(store, "csv", tmp_path / "safe")
        raw = export(store, "csv", tmp_path / "raw", raw=True)
        for name in ("nodes.csv", "edges.csv"):
            cells = [cell for row in csv.reader((folder / name).open(encoding="utf-8", newline="")) for cell in row]
            assert not [cell for cell in cells if cell != defuse(cell)]
        assert formula in {
            row["label"] for row in csv.DictReader((raw / "nodes.csv").open(encoding="utf-8", newline=""))
        }
        query = "SELECT ?o { <https://w3id.org/drug-pipeline-kg/id/company/evil> rdfs:label ?o }"
        for format_, delimiter in (("csv", ","), ("tsv", "\t")):
            for unchanged in (False, True):
                out = io.StringIO()
                Results(store.query(query)).write(format_, out, raw=unchanged)
                text = out.getvalue()
                if format_ == "csv" or not unchanged:
                    (cell,) = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1]
                    assert cell.startswith("'") is not unchanged


def test_numbers_stay_numbers_in_tables():
    with open_store(":memory:") as store:
        answer = store.query(
            'SELECT * { VALUES (?a ?b ?c ?d) { (-5 -1.5 "-7" "=x"^^<http://www.w3.org/2001/XMLSchema#integer>) } }'
        )
        assert answer.serialize("tsv").decode().splitlines()[1].split("\t")[:3] == ["-5", "-1.5", '"-7"']
        answer = store.query('SELECT * { VALUES (?a ?b ?c) { (-5 -1.5 "=x"@en) } }')
        assert answer.serialize("csv").decode().splitlines()[1] == "-5,-1.5,'=x"


def test_defused_tables_are_those_of_w3c_where_nothing_is_a_formula():
    query = 'SELECT * { VALUES (?a ?b) { (<x:y> "a,\\"b\\"") (UNDEF "é\\n") (1.5 "x"@en) ("t\\tb" true) } }'
    with open_store(":memory:") as store:
        for format_ in ("csv", "tsv"):
            assert store.query(query).serialize(format_) == store.query(query).serialize(format_, raw=True)
