"""The chart that the industry draws: programs in rows, phases in columns, each box with the sentence that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from kg.errors import ParameterError
from kg.model import Entity, Knowledge, Statement
from kg.terms import Modality, Phase, Relation
from kg.views.advances import Advance, Change, advances
from kg.views.boxes import Columns
from kg.views.dates import as_of as known_by
from kg.views.dates import asked, before, newest, span, when
from kg.views.page import phase, render
from kg.views.programs import Program, programs
from kg.views.rows import Article, Group, Note, Row, Word
from kg.views.said import Speaker
from kg.views.steps import State

_MOST = 6  # words of one kind beside a row


class By(StrEnum):
    """What the rows of a chart are grouped by."""

    DRUG = "drug"
    DISEASE = "disease"
    COMPANY = "company"


def grouping(by: str) -> By:
    """What a user wants rows grouped by.

    Raises:
        ParameterError: They cannot be.
    """
    if by not in set(By):
        raise ParameterError(f"--by {by!r}: unknown; there are {', '.join(By)}")
    return By(by)


def pipeline(
    knowledge: Knowledge,
    *,
    company: str | None = None,
    indication: str | None = None,
    by: str | None = None,
    as_of: str | None = None,
    since: str | None = None,
    title: str | None = None,
) -> str:
    """Draw programs by phase.

    Args:
        knowledge: What to draw.
        company: Id of an organization: its programs only.
        indication: Id of a disease: programs in it and its kinds only.
        by: What rows are grouped by: drug, disease or company; otherwise a company's by drug, a disease's by disease, all by company.
        as_of: A date: what documents published by its end say; otherwise what all say.
        since: A date: beside each program how it stood before, and what became of it.
        title: Of the page.

    Returns:
        A page with style, script and data in it, which asks for nothing from any network.

    Raises:
        ParameterError: A date is none, or rows cannot be grouped so.
    """
    chosen = grouping(by) if by is not None else By.DRUG if company else By.DISEASE if indication else By.COMPANY
    until = asked("--as-of", as_of)[1] if as_of is not None else None
    start = asked("--since", since)[0] if since is not None else None
    known = knowledge if until is None else known_by(knowledge, until)
    now = programs(known, company=company, indication=indication)
    then = None
    if start is not None:
        then = programs(before(known, start), company=company, indication=indication)
    listed = advances(then, now) if then is not None else tuple(Advance(now=p, then=None) for p in now)
    speaker = Speaker(known)
    chart = _Chart(speaker, known.statements, now, company)
    drawn = [a for a in listed if a.now.reached or a.now.ahead]
    rest = [a for a in listed if not (a.now.reached or a.now.ahead)]
    subject = ", ".join(speaker.name(id_) for id_ in (company, indication) if id_)
    changed = Counter(a.change for a in listed)
    articles = chart.articles()
    return render(
        "pipeline.html",
        title=title or (f"Pipeline: {subject}" if subject else "Drug pipelines"),
        subject=subject,
        columns=[phase(p) for p in chart.columns.phases],
        groups=chart.groups(drawn, chosen),
        rest=chart.groups(rest, By.DRUG),
        articles=articles,
        counts=_counts(listed),
        changes=[(c.value, changed[c]) for c in Change if changed[c]] if start is not None else None,
        since=when(since.strip()) if since is not None else None,
        as_of=when(as_of.strip()) if as_of is not None else None,
        newest=newest(known.documents),
        used=len({e for p in now for s in p.steps for e in (x.document for x in s.statement.evidence)}),
        documents=len(known.documents),
        undated=sum(span(d.published) is None for d in known.documents),
    )


def _counts(listed: Sequence[Advance]) -> list[tuple[str, int]]:
    """How many programs have come how far, furthest first."""
    phases = Counter(a.now.reached.phase for a in listed if a.now.reached)
    return [(f"in {phase(p)}" if p.startswith("phase") else p.value, phases[p]) for p in reversed(Phase) if phases[p]]


class _Chart:
    """Places programs in groups and rows, and numbers what is said of them."""

    def __init__(
        self, speaker: Speaker, statements: Iterable[Statement], listed: Sequence[Program], company: str | None
    ) -> None:
        self.speaker, self.listed, self.company = speaker, listed, company
        self.columns = Columns(s.phase for p in listed for s in p.steps)
        self.drugs = {drug: f"d{n}" for n, drug in enumerate(dict.fromkeys(p.drug.id for p in listed))}
        self.ids = {p.id: f"p{n}" for n, p in enumerate(listed)}
        self.developments: dict[str, list[Statement]] = {}
        for s in statements:
            if s.relation is Relation.DEVELOPS and s.modality is not Modality.NEGATED:
                self.developments.setdefault(s.object, []).append(s)
        self.links = {p.id: self._links(p) for p in listed}

    def _links(self, program: Program) -> dict[str, str]:
        """The element of each statement: in the drug's article where it is about the drug alone."""
        links = {s.id: f"{self.drugs[program.drug.id]}s{n}" for n, s in enumerate(self._shared(program))}
        return links | {s.id: f"{self.ids[program.id]}s{n}" for n, s in enumerate(_own(program))}

    def _link(self, program: Program, statement: Statement) -> str:
        return self.links[program.id].get(statement.id, self.ids[program.id])

    def _shared(self, program: Program) -> list[Statement]:
        """What is said of a program's drug without a disease: who develops it, marks, milestones."""
        marks = [m.statement for m in program.marks if _general(m.statement)]
        milestones = [m for m in program.milestones if _general(m)]
        return _once([*self.developments.get(program.drug.id, []), *marks, *milestones])

    def articles(self) -> list[Article]:
        """What is said of each drug, and after it of each of its programs."""
        found: dict[str, list[Article]] = {}
        for program in self.listed:
            id_, below = self.drugs[program.drug.id], ", ".join(e.name for e in program.developers)
            if id_ not in found:
                said = [self.speaker.say(s, f"{id_}s{n}") for n, s in enumerate(self._shared(program))]
                found[id_] = [Article(id=id_, name=program.drug.name, below=below, said=tuple(said))]
            general = {s.statement.id for s in program.steps if s.general}
            said = [
                self.speaker.say(s, f"{self.ids[program.id]}s{n}", *(["names no disease"] if s.id in general else []))
                for n, s in enumerate(_own(program))
            ]
            found[id_].append(Article(id=self.ids[program.id], name=_title(program), below=below, said=tuple(said)))
        return [article for articles in found.values() for article in articles]

    def groups(self, listed: Iterable[Advance], by: By) -> list[Group]:
        """Rows under the drug, disease or company that they belong to, in the order in which those first come."""
        heads: dict[str, tuple[Entity | None, list[Advance]]] = {}
        for advance in listed:
            for head in self._heads(advance.now, by):
                heads.setdefault(head.id if head else "", (head, []))[1].append(advance)
        unknown = heads.pop("", None)
        return [self._group(head, of, by) for head, of in (*heads.values(), *([unknown] if unknown else []))]

    def _heads(self, program: Program, by: By) -> Sequence[Entity | None]:
        if by is By.COMPANY:
            return [d for d in program.developers if self.company in (None, d.id)] or [None]
        return [program.drug if by is By.DRUG else program.indication]

    def _group(self, head: Entity | None, of: Sequence[Advance], by: By) -> Group:
        if by is By.DRUG:
            first = of[0].now
            return Group(
                name=first.drug.name,
                below=self._owners(first),
                link=self.drugs[first.drug.id],
                notes=self._notes(first, [m.statement.id for m in first.marks if _general(m.statement)]),
                rows=tuple(self._row(a, _disease(a.now), "", by) for a in of),
            )
        unknown = "No developer is stated" if by is By.COMPANY else "No disease is stated"
        rows = [
            self._row(a, a.now.drug.name, self._owners(a.now), by)
            if by is By.DISEASE
            else self._row(a, _title(a.now), "", by)
            for a in of
        ]
        return Group(name=head.name if head else unknown, below="", link="", notes=(), rows=tuple(rows))

    def _owners(self, program: Program) -> str:
        """Who develops it beside the company asked for, and what that one has to do with it where it does not."""
        others = [e.name for e in program.developers if e.id != self.company]
        roles = () if "develops" in program.roles else program.roles
        return " · ".join(filter(None, (", ".join(others), ", ".join(roles))))

    def _row(self, advance: Advance, name: str, below: str, by: By) -> Row:
        program, then = advance.now, advance.then
        shown = [m.statement.id for m in program.marks if by is not By.DRUG or not _general(m.statement)]
        before = self.columns.reach(then) if advance.change is Change.ADVANCED else None

        def link(statement: Statement) -> str:
            return self._link(program, statement)

        return Row(
            name=name,
            below=below,
            link=self.ids[program.id],
            now=self.columns.boxes(program, link, before=before),
            then=self.columns.boxes(then, link) if then else (),
            change=_words(advance),
            notes=(*self._warnings(program), *self._notes(program, shown)),
        )

    def _warnings(self, program: Program) -> list[Note]:
        words = {("denied" if s.state is State.DENIED else "contradicted"): s for s in program.contradicted}
        if program.stopped and not program.reached:
            words["discontinued"] = program.stopped
        found = [
            Note(kind="warning", words=(Word(text=w, link=self._link(program, s.statement)),)) for w, s in words.items()
        ]
        if program.next is not None:
            due = when(program.next.attributes.date) if program.next.attributes.date else "no date stated"
            word = Word(text=f"{program.next.object}, {due}", link=self._link(program, program.next))
            found.append(Note(kind="next", words=(word,)))
        return found

    def _notes(self, program: Program, only: Collection[str]) -> tuple[Note, ...]:
        """The marks of a program by kind; many of one kind are cut short, and its article has them all."""
        words: dict[str, list[Word]] = {}
        for m in program.marks:
            of = words.setdefault(m.kind.value, []) if m.statement.id in only else []
            if m.statement.id in only and (m.text, m.planned) not in {(w.text, w.planned) for w in of}:
                of.append(Word(text=m.text, link=self._link(program, m.statement), planned=m.planned))
        for kind, of in words.items():
            if len(of) > _MOST:
                more = Word(text=f"{len(of) - _MOST + 1} more", link=of[_MOST - 1].link)
                words[kind] = [*of[: _MOST - 1], more]
        return tuple(Note(kind=kind, words=tuple(of)) for kind, of in words.items())


def _own(program: Program) -> list[Statement]:
    """What is said of a program: what its boxes stand for, its other steps, its milestones, marks of its disease."""
    boxes = [s.statement for s in (program.stopped, program.reached, *program.ahead) if s]
    steps = [s.statement for s in reversed(program.steps)]
    dated = [m for m in program.milestones if not _general(m)]
    marks = [m.statement for m in program.marks if not _general(m.statement)]
    return _once([*boxes, *steps, *dated, *marks])


def _general(statement: Statement) -> bool:
    return statement.attributes.indication is None


def _once(statements: Iterable[Statement]) -> list[Statement]:
    return list({s.id: s for s in statements}.values())


def _disease(program: Program) -> str:
    return program.indication.name if program.indication else "no disease is stated"


def _title(program: Program) -> str:
    return f"{program.drug.name} · {_disease(program)}"


def _words(advance: Advance) -> str:
    if advance.change is Change.SAME:
        return ""
    then = advance.then.reached if advance.then else None
    if advance.change is Change.ADVANCED and then and then.phase:
        return f"{advance.change} from {phase(then.phase)}"
    return advance.change.value
