"""What a query may ask of an engine: every bound, and the check that keeps a text within them before an engine sees it.

Parsers and planners of SPARQL are recursive: a few kilobytes of nested braces, or some thousand flat OPTIONALs, end the
process. So a text is first cut into terminals and its punctuation counted; nothing here parses, nothing recurses.

Sources: SPARQL 1.1 Query Language (W3C Recommendation 21 March 2013), section 19.8, terminals IRIREF to PN_LOCAL_ESC;
SPARQL 1.1 Update, section 3.1.4 (LOAD); SPARQL 1.1 Federated Query (SERVICE).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import RefusedQueryError, SparqlError

BYTES = 100_000  # of a query's text, as UTF-8
DEPTH = 50  # brackets within brackets
CLAUSES = 250  # groups, blank nodes, triples, expressions and path steps: what a planner orders
OPERATORS = 1_000  # signs of expressions and paths
SECONDS = 60.0  # until an answer is there
STACK = 256 << 20  # bytes, of the thread that an engine runs in
MEMORY = 4 << 30  # bytes that an engine may take for one answer
ANSWER = 512 << 20  # bytes of an answer from an endpoint

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)+")
_ECHAR = r"\\[^\r\n]"
_LOCAL = r"(?:[\w:]|[^\x00-\x7f]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-])"
_TOKEN = re.compile(
    rf"""
    (?P<string>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'(?:[^'\\\r\n]|{_ECHAR})*'|"(?:[^"\\\r\n]|{_ECHAR})*")
  | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<prefixed>(?:[^\W\d_](?:[\w.-]{{0,100}}[\w-])?)?:(?:{_LOCAL}(?:(?:{_LOCAL}|[.-])*(?:{_LOCAL}|-))?)?)
  | (?P<blank>_:[\w](?:[\w.-]*[\w-])?)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign><<|.)
    """,
    re.VERBOSE | re.DOTALL,
)
# \u0053ERVICE is SERVICE to engines that decode a text before they read it; nothing else needs such an escape.
_ASCII_ESCAPE = re.compile(r"\\(?:u00|U000000)[0-7][0-9A-Fa-f]")
_TERMS = frozenset({"string", "iri", "prefixed", "blank", "variable", "number", "word"})
_OPENING = {"{": "}", "[": "]", "(": ")"}
_SEPARATORS = frozenset(".;,")
_OPERATORS = frozenset("|&!=<>+-*/^")
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split())
_PROLOGUE = frozenset({"PREFIX", "BASE", "VERSION"})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def read_query(name: str) -> str:
    """The text of a query's file, or of standard input where the name is ``-``; no more is read than may be asked.

    Raises:
        RefusedQueryError: It is too long.
        OSError: It cannot be opened.
        UnicodeDecodeError: It is not UTF-8.
    """
    if name == "-":
        data = sys.stdin.buffer.read(BYTES + 1)
    else:
        with open(name, "rb") as stream:
            data = stream.read(BYTES + 1)
    if len(data) > BYTES:
        raise RefusedQueryError(f"{name}: more than {BYTES:,} bytes of text are not evaluated; ask in several queries")
    return data.decode("utf-8")


def check_query(text: str) -> None:
    """Let a query pass that an engine can answer without harm.

    Raises:
        RefusedQueryError: It is too long, too deep or has too many clauses, it is an update, or it calls another server.
        SparqlError: A string or an escape in it is malformed.
    """
    _check_text(text, "query")
    words = 0
    for token in _measured(text, "query"):
        if token.kind == "word" and words >= 0:
            words = _first_word(token.text.upper(), words)


def _first_word(word: str, skipped: int) -> int:
    """Refuse an update by its first word after the prologue; -1 once that word was another."""
    if word in _UPDATES:
        raise RefusedQueryError(f"{word} updates a store, and this command only reads; kg build changes a store")
    return skipped if word in _PROLOGUE else -1


def check_update(text: str) -> None:
    """Let an update pass that touches nothing but the store.

    Raises:
        RefusedQueryError: It loads from, or calls, another server.
        SparqlError: A string or an escape in it is malformed.
    """
    for token in _tokens(text, "update"):
        _refuse_calls(token, "update", text)


def _check_text(text: str, what: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > BYTES:
        raise RefusedQueryError(
            f"{what}: {size:,} bytes of text, more than {BYTES:,} are not evaluated; ask in several queries"
        )


def _measured(text: str, what: str) -> Iterator[_Token]:
    """The tokens of a text, counted on the way."""
    frames: list[str] = []
    data = False  # VALUES was read, and what it binds comes
    clauses = operators = 0
    before: _Token | None = None
    for token in _tokens(text, what):
        _refuse_calls(token, what, text)
        sign = token.text if token.kind == "sign" else ""
        inner = frames[-1] if frames else ""
        if sign in _OPENING:
            frames.append("data" if inner == "data" or (data and sign == "{") else sign)
            data = data and sign != "{"
            clauses += inner not in {"(", "data"} or sign != "("
            if len(frames) > DEPTH:
                raise _too(what, text, token, f"brackets more than {DEPTH} deep", "take some of them out")
        elif sign in {"}", "]", ")"}:
            if frames:
                frames.pop()
        elif sign in _SEPARATORS:
            clauses += sign == "." or inner not in {"(", "data"}
        elif sign in _OPERATORS:
            operators += 1
            clauses += sign in {"/", "^"} and inner != "data"
        elif sign == "<<":
            clauses += 1
        elif token.kind == "word":
            data = data or "VALUES" in token.text.upper()
        if inner == "(" and token.kind in _TERMS and before is not None:
            clauses += _follows_term(token, before, what, text)
        if clauses > CLAUSES:
            raise _too(
                what, text, token, f"more than {CLAUSES} groups, triples, expressions and path steps", "split it"
            )
        if operators > OPERATORS:
            raise _too(what, text, token, f"more than {OPERATORS:,} operators", "use IN, VALUES or a shorter path")
        before = token
        yield token


def _follows_term(token: _Token, before: _Token, what: str, text: str) -> bool:
    """Whether two terms in parentheses stand side by side, as members of a collection do.

    After a term, "<" may also be less-than: engines differ in whether they look for an IRI first, and what one takes for
    the end of an IRI another takes for the beginning of a string. A text that can be read both ways is not passed on.
    """
    ends = before.kind in _TERMS or before.text in {")", ">>"}
    if token.kind == "iri" and ends and any(c in token.text for c in "'#()"):
        raise RefusedQueryError(
            f"{what}: {_place(text, token.at)}: '<' after a value may begin an IRI or mean less-than; put a space after it, "
            "or write the IRI with a prefix"
        )
    return ends and token.kind != "word" and before.kind != "word"


def _refuse_calls(token: _Token, what: str, text: str) -> None:
    """Refuse SERVICE and LOAD; engines read keywords without a space behind, as in ``SERVICEex:x``."""
    if token.kind == "word":
        word = token.text.upper()
    elif token.kind == "prefixed":
        word = token.text.partition(":")[0].upper()
    else:
        return
    for keyword in ("SERVICE", "LOAD") if what == "update" else ("SERVICE",):
        if keyword in word:
            shown = (
                "" if token.kind == "word" else f" (in the prefix {token.text.partition(':')[0]}:; name it otherwise)"
            )
            raise RefusedQueryError(
                f"{what}: {_place(text, token.at)}: {keyword}{shown} would ask another server, and a store is asked alone; "
                "fetch that data first and build it in"
            )


def _tokens(text: str, what: str) -> Iterator[_Token]:
    escape = _ASCII_ESCAPE.search(text)
    if escape is not None:
        raise SparqlError(
            f"{what}: {_place(text, escape.start())}: {escape.group()} is an ASCII character; write the character itself"
        )
    at, end = 0, len(text)
    while at < end:
        space = _SPACE.match(text, at)
        if space is not None:
            at = space.end()
            continue
        match = _TOKEN.match(text, at)
        assert match is not None  # the last alternative takes any character
        kind, word = str(match.lastgroup), match.group()
        if kind == "sign" and word in {"'", '"'}:
            raise SparqlError(f"{what}: {_place(text, at)}: malformed SPARQL: this string does not end")
        yield _Token(kind, word, at)
        at = match.end()


def _too(what: str, text: str, token: _Token, much: str, remedy: str) -> RefusedQueryError:
    return RefusedQueryError(f"{what}: {_place(text, token.at)}: {much} are not evaluated; {remedy}")


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - (text.rfind(chr(10), 0, at) + 1) + 1}"
