"""A document with its entities and facts, as a page."""

import random
import subprocess
import sys
import time

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from kg.builder import ExtractionCache
from kg.cli import app
from kg.errors import DocumentError, DocumentNotFoundError, OutputError, StoreError
from kg.model import (
    AttributeEvidence,
    Attributes,
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Mention,
    Section,
)
from kg.terms import EntityType, Modality, Phase, Relation, SectionKind
from kg.views.reading import reading
from tests.knowledge import SCRIPT
from tests.views.hostile import PAYLOADS, harmless

TEXT = (
    "Zeta Pharma Doses First Patient\n\n"
    "Zeta Pharma GmbH began a Phase 2 trial of ABC 131 in multiple myeloma. The Company may seek partners.\n\n"
    "About Zeta\n  Zeta is a company in Oslo."
)
SENTENCE = "Zeta Pharma GmbH began a Phase 2 trial of ABC 131 in multiple myeloma."


def mentions(*names, text=TEXT, nominal=False):
    return tuple(
        Mention(start=at, end=at + len(name), nominal=nominal)
        for name in names
        for at in range(len(text))
        if text.startswith(name, at)
    )


def evidence(quote, text=TEXT, **more):
    start = text.index(quote)
    return Evidence(document="zeta", start=start, end=start + len(quote), quote=quote, rule="reader 1/x", **more)


def extraction(text=TEXT, **more):
    company = Entity(
        id="e1",
        type=EntityType.COMPANY,
        name="Zeta Pharma GmbH",
        aliases=("Zeta",),
        mentions=(*mentions("Zeta Pharma GmbH"), *mentions("The Company", nominal=True)),
    )
    drug = Entity(id="e2", type=EntityType.DRUG, name="ABC 131", mentions=mentions("ABC 131"))
    disease = Entity(
        id="e3", type=EntityType.INDICATION, name="multiple myeloma", mentions=mentions("multiple myeloma")
    )
    part = Entity(id="e4", type=EntityType.INDICATION, name="myeloma", mentions=mentions("myeloma"))
    at = TEXT.index("Phase 2")
    facts = (
        Fact(
            relation=Relation.DEVELOPS,
            subject="e1",
            object="e2",
            evidence=evidence(SENTENCE, trigger="BEGAN", section=SectionKind.BODY, news=True),
            confidence=0.97,
        ),
        Fact(
            relation=Relation.STUDIED_FOR,
            subject="e2",
            object="e3",
            attributes=Attributes(phase=Phase.PHASE_2, date="2024-Q3"),
            modality=Modality.PLANNED,
            evidence=evidence(SENTENCE, news=False),
            attribute_evidence=(AttributeEvidence(attribute="phase", start=at, end=at + 7),),
            confidence=0.41,
        ),
        Fact(
            relation=Relation.RAISED,
            subject="e1",
            object="USD 34000000",
            evidence=evidence("The Company may seek partners."),
        ),
    )
    headline, body, about = TEXT.split("\n\n")
    sections, at = [], 0
    for kind, words in ((SectionKind.HEADLINE, headline), (SectionKind.BODY, body), (SectionKind.ABOUT, about)):
        sections.append(Section(kind=kind, start=at, end=at + len(words)))
        at += len(words) + 2
    document = Document(id="zeta", sha256="a" * 64, text=text, sections=tuple(sections), **more)
    return Extraction(document=document, pipeline="reader 1", entities=(company, drug, disease, part), facts=facts)


def soup(one):
    return BeautifulSoup(reading(one), "html.parser")


def pieces(page):
    return [(int(e["data-a"]), e.get_text(), e.get("data-e")) for e in page.select("#text [data-a]")]


def test_the_text_stands_there_whole_and_in_place():
    found = pieces(soup(extraction()))
    assert all(TEXT[start : start + len(text)] == text for start, text, _ in found)
    assert "".join(text for _, text, _ in found) == TEXT.replace("\n\n", "")


def test_mentions_are_marked_and_the_inner_one_counts():
    found = pieces(soup(extraction()))
    assert [text for _, text, entity in found if entity == "e1"] == ["Zeta Pharma GmbH", "The Company"]
    assert ("multiple ", "e3") in [(text, entity) for _, text, entity in found]
    assert ("myeloma", "e4") in [(text, entity) for _, text, entity in found]
    assert "nominal" in soup(extraction()).find("mark", string="The Company")["class"]


def test_each_fact_says_why():
    first, second, third = soup(extraction()).select(".fact")
    words = " ".join(first.get_text(" ").split())
    assert "Zeta Pharma GmbH develops ABC 131" in words
    assert "0.97" in words
    assert "reader 1/x" in words
    assert "“ BEGAN ”" in words
    assert "body, told as news" in words
    assert "no words of the text" not in words
    words = " ".join(second.get_text(" ").split())
    assert "planned" in words
    assert "phase phase 2 from “ Phase 2 ”" in words
    assert "date Q3 2024 (no words of the text stand for this)" in words
    assert "repeated from before" in words
    assert "$34M" in third.get_text()
    assert "not known whether as news" in third.get_text()


def test_a_sentence_carries_the_numbers_of_its_facts():
    page = soup(extraction())
    assert [a.get_text() for a in page.select("#text .number")] == ["1", "2", "3"]
    last = page.select("#text .number")[0].find_previous(attrs={"data-a": True})
    assert TEXT[: int(last["data-a"]) + len(last.get_text())].endswith(SENTENCE)


@pytest.mark.parametrize(
    "one",
    [
        Extraction(document=Document(id="empty", sha256="a" * 64, text=""), pipeline="p"),
        Extraction(document=Document(id="blank", sha256="a" * 64, text=" \n\n\t"), pipeline="p"),
        Extraction(document=Document(id="plain", sha256="a" * 64, text="Nothing here."), pipeline="p"),
    ],
    ids=lambda one: one.document.id,
)
def test_a_document_without_facts_gives_a_page_that_says_so(one):
    words = soup(one).get_text(" ")
    assert "No fact was found in this document." in words
    assert "Nothing was recognized" in words
    assert ("has no text" in words) == (not one.document.text.strip())


def test_ranges_outside_the_text_harm_nothing():
    short = extraction(text=TEXT[:60])
    found = pieces(soup(short))
    assert "".join(text for _, text, _ in found) == TEXT[:60].replace("\n\n", "")
    assert len(soup(short).select(".fact")) == 3


def test_any_mentions_cut_the_text_without_loss():
    draw = random.Random(7)
    for _ in range(50):
        ranges = [(draw.randrange(90), draw.randrange(120)) for _ in range(draw.randrange(30))]
        text = "".join(draw.choice("ab\n é😀") for _ in range(100))
        entities = tuple(
            Entity(id=f"e{n}", type=draw.choice(list(EntityType)), name="x", mentions=(Mention(start=a, end=b),))
            for n, (a, b) in enumerate(ranges)
        )
        one = Extraction(
            document=Document(
                id="d",
                sha256="a" * 64,
                text=text,
                sections=(
                    Section(kind=SectionKind.BODY, start=20, end=60),
                    Section(kind=SectionKind.LIST, start=50, end=130),
                ),
            ),
            pipeline="p",
            entities=entities,
        )
        found = pieces(soup(one))
        assert "".join("".join(t for _, t, _ in found).split()) == "".join(text.split())
        covered = {at for a, b in ranges for at in range(a, min(b, 100))}
        marked = {at for start, t, e in found if e for at in range(start, start + len(t))}
        assert {at for at in covered if not text[at].isspace()} <= marked <= covered


def test_strings_of_the_document_are_no_markup():
    hostile = "</script><script>alert(1)</script>"
    text = f"{hostile} {SCRIPT} develops {hostile}."
    entity = Entity(id='e"1', type=EntityType.DRUG, name=hostile, mentions=(Mention(start=0, end=len(hostile)),))
    proof = Evidence(document="d", start=0, end=len(text), quote=text, rule=hostile, trigger=SCRIPT)
    fact = Fact(relation=Relation.HAS_DESIGNATION, subject='e"1', object=hostile, evidence=proof)
    page = reading(
        Extraction(
            document=Document(id="d", sha256="a" * 64, text=text, title=hostile, source=hostile),
            pipeline=hostile,
            entities=(entity,),
            facts=(fact,),
        )
    )
    assert "<script>alert" not in page
    assert SCRIPT not in page


def industry(characters):
    """A long document: in each sentence five mentions and a fact."""
    sentence = "Zeta Pharma GmbH took ABC 131 to Phase 2 for multiple myeloma in Oslo, and the Company was pleased. "
    count = characters // len(sentence)
    names = (
        ("Zeta Pharma GmbH", "company"),
        ("ABC 131", "drug"),
        ("multiple myeloma", "indication"),
        ("Oslo", "place"),
    )
    entities = tuple(
        Entity(
            id=f"e{n}",
            type=EntityType(type_),
            name=name,
            mentions=tuple(
                Mention(start=(at := k * len(sentence) + sentence.index(name)), end=at + len(name))
                for k in range(count)
            ),
        )
        for n, (name, type_) in enumerate(names)
    )
    facts = tuple(
        Fact(
            relation=Relation.STUDIED_FOR,
            subject="e1",
            object="e2",
            evidence=Evidence(
                document="d",
                start=k * len(sentence),
                end=(k + 1) * len(sentence) - 1,
                quote=sentence[:-1],
                rule="r",
                trigger="took",
            ),
        )
        for k in range(count)
    )
    document = Document(id="d", sha256="a" * 64, text=sentence * count)
    return Extraction(document=document, pipeline="p", entities=entities, facts=facts)


def test_time_and_size_grow_with_the_text_and_no_faster():
    def measured(characters):
        one = industry(characters)
        begun = time.process_time()
        page = reading(one)
        return time.process_time() - begun, len(page)

    measured(1000)
    (quick, small), (slow, large) = measured(60_000), measured(480_000)
    assert slow < 16 * quick + 0.2
    assert large < 9 * small


@pytest.fixture
def store(tmp_path):
    cache = ExtractionCache(tmp_path / "store" / "extractions")
    cache.put(extraction(title="Zeta’s release", published="2024-08-05"))
    return tmp_path / "store"


def run(*arguments):
    return CliRunner().invoke(app, ["read", *map(str, arguments)])


def test_a_document_of_a_store_is_shown_as_the_store_has_it(store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("zeta", "--store", store)
    assert done.stdout == "read-zeta.html\n", done
    page = (tmp_path / "read-zeta.html").read_text(encoding="utf-8")
    assert "Zeta’s release" in page
    assert "5 Aug 2024" in page
    assert run("document/zeta", "--store", store, "-o", "-").stdout == page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["read-zeta.html", "store"]


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        (["zetta"], DocumentNotFoundError, "near ids: zeta"),
        (["../../etc/passwd"], DocumentNotFoundError, "no such file"),
        (["x" * 500], DocumentNotFoundError, "no such file"),
        (["torn"], StoreError, "unreadable extraction"),
        (["zeta", "-o", "store"], OutputError, "a folder"),
        (["zeta", "-o", "file/page.html"], OutputError, "cannot be written"),
        (["https://example.org/release"], DocumentError, "save the page"),
    ],
    ids=["unknown", "path", "long", "torn", "folder", "no folder", "web"],
)
def test_what_cannot_be_shown_is_one_clear_line(store, tmp_path, monkeypatch, arguments, error, says):
    monkeypatch.chdir(tmp_path)
    (store / "extractions" / "torn.json").write_text('{"document": ')
    (tmp_path / "file").write_text("")
    done = run(*arguments, "--store", store)
    assert isinstance(done.exception, error)
    assert says in str(done.exception)
    assert "\n" not in str(done.exception)


def test_a_stored_document_waits_for_no_models():
    code = "import sys, kg.builder, kg.views.reading; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    assert {"spacy", "onnxruntime", "bs4", "lxml"} & set(done.stdout.split()) == set()


def test_a_store_that_is_not_there_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "nowhere" in str(run("zeta", "--store", "nowhere").exception)


def test_a_file_is_read_as_extract_reads_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "release.txt").write_text(TEXT, encoding="utf-8")
    assert run("release.txt").stdout == "read-release.html\n"
    page = BeautifulSoup((tmp_path / "read-release.html").read_text(encoding="utf-8"), "html.parser")
    assert "".join("".join(text for _, text, _ in pieces(page)).split()) == "".join(TEXT.split())
    assert page.find("mark", string="ABC 131") is not None
    piped = CliRunner().invoke(app, ["read", "-", "-o", "-"], input=TEXT)
    assert "ABC 131" in piped.stdout
    assert str(tmp_path.parent.parent) not in piped.stdout
    (tmp_path / "empty.txt").write_text("")
    assert isinstance(run("empty.txt").exception, DocumentError)


# In a browser ---------------------------------------------------------------------------------------------------------


def marked(browser, kind):
    """The words of the text that carry a mark, joined where they touch."""
    return browser.execute_script(
        "return [...document.querySelectorAll('#text .' + arguments[0])].map(e => e.textContent).join('|')", kind
    )


def facts_shown(browser):
    return browser.execute_script(
        "return [...document.querySelectorAll('.fact')].filter(f => f.getClientRects().length).map(f => +f.dataset.fact)"
    )


def test_a_fact_marks_its_sentence_its_entities_and_its_values(visit):
    browser = visit(reading(extraction()))
    assert marked(browser, "sentence") == ""
    browser.execute_script("document.querySelector('#fact-2 .said').click()")
    assert marked(browser, "sentence").replace("|", "") == SENTENCE
    assert marked(browser, "value") == "Phase 2"
    assert "ABC 131" in marked(browser, "end")
    assert "Zeta" not in marked(browser, "end")
    assert browser.execute_script("return location.hash") == "#fact-2"
    assert "reader 1/x" in browser.execute_script("return document.querySelector('#fact-2').innerText")
    browser.execute_script("document.querySelector('#fact-1 .said').click()")
    assert marked(browser, "trigger") == "began"
    assert marked(browser, "value") == ""
    browser.execute_script("document.querySelector('#fact-1 .said').click()")
    assert marked(browser, "sentence") == ""
    harmless(browser)


def test_the_number_in_the_text_opens_its_fact_and_an_address_does_too(visit):
    browser = visit(reading(extraction()), "#fact-3")
    assert marked(browser, "sentence").replace("|", "") == "The Company may seek partners."
    browser.execute_script("document.querySelector('#text .number[data-fact=\"1\"]').click()")
    assert browser.execute_script("return document.querySelector('.fact.now').id") == "fact-1"
    for fragment in ("#fact-99", "#fact-0", "#fact-<b>", "#x"):
        visit(reading(extraction()), fragment)
        assert browser.execute_script("return document.querySelector('.fact.now')") is None
    harmless(browser)


def test_filters_by_relation_confidence_news_and_entity(visit):
    browser = visit(reading(extraction()))

    def given(script):
        browser.execute_script(f"{script}; document.getElementById('filters').dispatchEvent(new Event('input'))")
        return facts_shown(browser)

    assert given("") == [1, 2, 3]
    assert given("document.getElementById('relation').value = 'studiedFor'") == [2]
    assert given("document.getElementById('relation').value = ''") == [1, 2, 3]
    assert given("document.getElementById('least').value = 0.5") == [1, 3]
    assert browser.execute_script("return document.getElementById('count').textContent") == "2 of 3"
    numbers = "return [...document.querySelectorAll('#text .number:not([hidden])')].map(n => n.textContent)"
    assert browser.execute_script(numbers) == ["1", "3"]
    assert given("document.getElementById('only-news').checked = true") == [1]
    browser.execute_async_script("document.getElementById('clear').click(); setTimeout(arguments[0], 50)")
    assert facts_shown(browser) == [1, 2, 3]
    browser.execute_script("document.querySelector('#entities button[data-e=e3]').click()")
    assert facts_shown(browser) == [2]
    assert marked(browser, "chosen") == "multiple "
    browser.execute_script("document.querySelector('#legend input[data-type=company]').click()")
    assert "Zeta Pharma GmbH" in marked(browser, "off")
    harmless(browser)


def test_keys_walk_through_the_facts(visit):
    browser = visit(reading(extraction()))
    now = "return document.querySelector('.fact.now')?.id ?? null"
    seen = []
    for key in ("j", "j", "j", "j", "k", "Escape"):
        browser.execute_script(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))", key
        )
        seen.append(browser.execute_script(now))
    assert seen == ["fact-1", "fact-2", "fact-3", "fact-3", "fact-2", None]


def test_hostile_strings_are_text(visit):
    text = "\n\n".join(PAYLOADS)
    entities, facts, sections, at = [], [], [], 0
    for payload in PAYLOADS:
        stretch = Mention(start=at, end=at + len(payload))
        entities.append(
            Entity(
                id=payload,
                type=EntityType.DRUG,
                name=payload,
                aliases=(payload,),
                mentions=(stretch,),
                identifiers=(payload,),
            )
        )
        proof = Evidence(document="d", start=at, end=at + len(payload), quote=payload, rule=payload, trigger=payload)
        facts.append(
            Fact(
                relation=Relation.HAS_DESIGNATION,
                subject=payload,
                object=payload,
                attributes=Attributes(title=payload, date=payload, about=payload),
                evidence=proof,
                attribute_evidence=(AttributeEvidence(attribute="title", start=at, end=at + len(payload)),),
            )
        )
        sections.append(Section(kind=SectionKind.BODY, start=at, end=at + len(payload), title=payload))
        at += len(payload) + 2
    document = Document(
        id="d", sha256="", text=text, title=text, source=text, published=PAYLOADS[0], sections=tuple(sections)
    )
    browser = visit(reading(Extraction(document=document, pipeline=text, entities=tuple(entities), facts=tuple(facts))))
    for number in (1, 30, len(facts)):
        browser.execute_script("page.choose(arguments[0])", number)
    browser.execute_script("for (const b of document.querySelectorAll('#entities button')) b.click()")
    words = " ".join(browser.execute_script("return document.getElementById('text').textContent").split())
    plain = [" ".join(p.split()) for p in PAYLOADS if "\x00" not in p]
    assert [p for p in plain if p not in words] == []
    harmless(browser)


def test_the_page_fits_with_names_of_any_kind(visit):
    text = f"{'W' * 2000} {'א' * 300} 😀😀 \u202e{'x' * 300}"
    entity = Entity(
        id="e1", type=EntityType.COMPANY, name="W" * 500, aliases=("א" * 500,), mentions=(Mention(start=0, end=2000),)
    )
    fact = Fact(
        relation=Relation.LISTED_AS,
        subject="e1",
        object="x" * 500,
        evidence=Evidence(document="d", start=0, end=len(text), quote=text, rule="r" * 500, trigger="t" * 500),
    )
    document = Document(id="d" * 200, sha256="", text=text, title="W" * 500)
    browser = visit(
        reading(Extraction(document=document, pipeline="p" * 500, entities=(entity,), facts=(fact,))), "#fact-1"
    )
    try:
        for width in (1400, 900, 500):
            browser.set_window_size(width, 900)
            for part in ("documentElement", "querySelector('article')", "querySelector('aside')"):
                wide = f"const e = document.{part}; return e.scrollWidth - e.clientWidth"
                assert browser.execute_script(wide) <= 0, (width, part)
    finally:
        browser.set_window_size(1400, 900)
