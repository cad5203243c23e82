"""Lists of names and patterns: every one is sound, described and used."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import kg.nlp.linking
import kg.nlp.recognition
from kg import resources
from kg.nlp.decisions import types
from kg.nlp.recognition import cues, forms, organizations, people, products
from kg.nlp.recognition.forms import Form

FOLDER = resources.path("data/cues")
FILES = sorted(FOLDER.glob("*.tsv"))
LISTS = [
    (f.stem.removesuffix("-forms"), n) for f in FILES if f.stem.endswith("-forms") for n in cues.forms(f.stem[:-6])
]


def patterns() -> list[Form]:
    """Every Form of recognition, linking and decisions."""
    found = []
    for package in (kg.nlp.recognition, kg.nlp.linking):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            found += [v for v in vars(importlib.import_module(module.name)).values() if isinstance(v, Form)]
    return [*found, *types.AFTER.values(), *types.BEFORE.values()]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_files_have_a_header_distinct_rows_and_a_description(path) -> None:
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    assert header == header.strip()
    assert rows
    assert all(row.strip() == row.strip(" ") for row in rows)
    assert f"`{path.name}`" in (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("subject", "name"), LISTS)
def test_entries_of_forms_are_patterns_and_the_list_is_described(subject: str, name: str) -> None:
    for form in cues.forms(subject)[name]:
        assert form
        re.compile(form)
    assert f"| `{name}` |" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_list_is_used_and_every_pattern_compiles() -> None:
    used = set()
    for form in patterns():
        form.pattern  # noqa: B018 - compiles
        used |= set(re.findall(r"<<([a-z]+):([a-z-]+)>>", form.template))
    assert used == set(LISTS)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (forms.TICKER, "(NASDAQ: EXMP)"),
        (forms.TICKER, "(formerly Exampla; LSE: EX1)"),
        (forms.NO_COMPANY, "Business Wire"),
        (forms.NO_CODE, "Q3 2021"),
        (organizations._COMPANY_LEGAL, "Acme & Sons Pharma, Inc."),
        (organizations._COMPANY_WORD, "Acme Therapeutics"),
        (organizations._UNIVERSITY, "The University of Examplia"),
        (organizations._UNIVERSITY, "Examplia University School of Medicine"),
        (organizations._AGENCY, "U.S. Department of Examples"),
        (organizations._AGENCY, "National Example Council"),
        (organizations._AGENCY, "Examplian Medicines Agency"),
        (organizations._NONPROFIT, "The Example Foundation for Examples"),
        (organizations._CAMPUS, "Université de Townville"),
        (people._SAID_PERSON, "said Dr. Orla Venn"),
        (people._TITLED_PERSON, "Dr. Orla van der Venn"),
        (products._CODE, "ZQV-2204"),
        (products._STEM, "zelotamab"),
    ],
)
def test_patterns_fit_their_examples(form: Form, text: str) -> None:
    assert form.fullmatch(text)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (forms.TICKER, "(the Company)"),
        (forms.NO_COMPANY, "Acme Bio"),
        (organizations._COMPANY_WORD, "Acme Therapeutics program"),
        (organizations._AGENCY, "Example Office"),
    ],
)
def test_patterns_leave_other_words_alone(form: Form, text: str) -> None:
    assert not form.fullmatch(text)
