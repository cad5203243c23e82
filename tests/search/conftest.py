"""A few invented documents, their extractions in a folder, and the index of it."""

from __future__ import annotations

import pytest

from kg.builder import ExtractionCache
from kg.documents.sections import sections
from kg.model import Document, Entity, Extraction, Mention
from kg.search.index import Index
from kg.search.writing import bring_up_to_date
from kg.terms import EntityType

TRIAL = """Orlune Bio Reports Phase 2 Data of ORL-212

OSLO, Norway, May 4, 2021 -- Orlune Bio AS today reported data of its Phase II trial of ORL-212 in gout.

Forty-one patients were enrolled in two dose cohorts. The most frequent adverse events were headache and nausea.
The Company plans to begin a phase 3 trial in the fourth quarter of 2021.

Results by Cohort

Measure	Cohort A	Cohort B
Patients	20	21
Mean age	54	57

About Orlune Bio

Orlune Bio develops medicines for gout. It holds 14 issued patents.

Forward-Looking Statements

This release contains forward-looking statements, which are subject to risks and uncertainties about enrolled patients.
A registration statement on Form S-1 was filed on April 2, 2021.

Contact:
Signe Dahl
+47 555 0100
"""
LATER = """Orlune Bio Enters Supply Agreement with Karrin Labs

BERGEN, Norway, June 2022 -- Karrin Labs will make ORL212 in Tromsø. Commercialization is planned for 2024.

About Orlune Bio

Orlune Bio develops medicines for gout. It holds 14 issued patents.
"""
UNDATED = "Karrin Labs said the radiotherapy market was worth $2 billion; the company named no source. Naïve cells were used.\n"


def entity(id_, type_, text, *names):
    mentions = tuple(
        Mention(start=at, end=at + len(name)) for name in names for at in range(len(text)) if text.startswith(name, at)
    )
    return Entity(id=id_, type=type_, name=names[0], aliases=names[1:], mentions=mentions)


def extraction(id_, text, published=None, entities=(), title=None):
    document = Document(id=id_, sha256="0" * 64, text=text, published=published, title=title, sections=sections(text))
    return Extraction(document=document, pipeline="made by hand", entities=tuple(entities))


def documents():
    return [
        extraction(
            "orlune-data",
            TRIAL,
            "2021-05-04",
            (
                entity("e1", EntityType.COMPANY, TRIAL, "Orlune Bio AS", "Orlune Bio"),
                entity("e2", EntityType.DRUG, TRIAL, "ORL-212"),
                entity("e3", EntityType.PERSON, TRIAL, "Signe Dahl"),
            ),
            title="Orlune Bio Reports Phase 2 Data of ORL-212",
        ),
        extraction(
            "orlune-supply",
            LATER,
            "2022-06",
            (
                entity("e1", EntityType.COMPANY, LATER, "Orlune Bio AS", "Orlune Bio"),
                entity("e2", EntityType.COMPANY, LATER, "Karrin Labs"),
                entity("e3", EntityType.DRUG, LATER, "ORL212"),
            ),
        ),
        extraction("undated", UNDATED, None, (entity("e1", EntityType.COMPANY, UNDATED, "Karrin Labs"),)),
    ]


@pytest.fixture
def cache(tmp_path):
    made = ExtractionCache(tmp_path / "store" / "extractions")
    for one in documents():
        made.put(one)
    return made


@pytest.fixture
def index(cache, tmp_path):
    path = tmp_path / "store" / "search.sqlite"
    with Index.writing(path) as writing:
        bring_up_to_date(writing, cache.folder)
    with Index.reading(path) as reading:
        yield reading
