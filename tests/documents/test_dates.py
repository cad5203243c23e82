import pytest

from kg.documents import Dates, read, read_dates
from kg.documents.published import dated
from kg.errors import DatesError
from kg.model import Document

WORDS = "Orrin Therapeutics makes things, and says so at some length in English words.\n"


@pytest.mark.parametrize(
    ("name", "data", "date", "by"),
    [
        pytest.param("a.txt", "OSLO, May 3, 2024 (WIRE) -- Orrin said", "2024-05-03", "dateline", id="dateline"),
        pytest.param("a.md", f"---\ndate: 2024-05-03\n---\n{WORDS}", "2024-05-03", "front matter", id="yaml"),
        pytest.param("a.md", f'+++\ndate = "2024-05-03"\n+++\n{WORDS}', "2024-05-03", "front matter", id="toml"),
        pytest.param("a.txt", f"Published: May 3, 2024 10:15\n\n{WORDS}", "2024-05-03", "front matter", id="field"),
        pytest.param("a.md", f"---\ndate: 2024-05\n---\n{WORDS}", "2024-05", "front matter", id="month"),
        pytest.param(
            "a.md", f"---\nurl: https://x.example/2024/05/03/n\n---\n{WORDS}", "2024-05-03", "address", id="url"
        ),
        pytest.param("2024-05-03_a.txt", WORDS, "2024-05-03", "file name", id="file"),
        pytest.param("orrin-202405.txt", WORDS, "2024-05", "file name", id="file-month"),
        pytest.param("2024/05/a.txt", WORDS, "2024-05", "folder name", id="folders"),
        pytest.param("releases-20240503/a.txt", WORDS, "2024-05-03", "folder name", id="folder"),
        pytest.param(
            "a.txt",
            f"Archived at: https://web.archive.org/web/20240607010203/https://x.example/n\n\n{WORDS}",
            "2024-06-07",
            "archive link",
            id="archive",
        ),
        pytest.param(
            "a.txt",
            f"Archive: https://web.archive.org/web/20250607010203/https://x.example/2024/05/03/n\n\n{WORDS}",
            "2024-05-03",
            "address",
            id="archived-address",
        ),
        pytest.param(
            "a.html",
            f'<html><head><meta name="publish_date" content="2024-05-03"></head><body><p>{WORDS}</p></body></html>',
            "2024-05-03",
            "metadata",
            id="metadata",
        ),
        pytest.param(
            "a.html",
            f'<html><head><link rel="canonical" href="https://x.example/2024/5/3/n"></head><body><p>{WORDS}</p></body></html>',
            "2024-05-03",
            "address",
            id="canonical",
        ),
        pytest.param(
            "a.html",
            f"<!-- saved from url=(0042)https://x.example/2024/05/03/n --><html><body><p>{WORDS}</p></body></html>",
            "2024-05-03",
            "address",
            id="saved",
        ),
        pytest.param("a.txt", WORDS, None, None, id="none"),
        pytest.param("a-2024.txt", WORDS, None, None, id="a-year-is-no-date"),
        pytest.param("a.txt", f"Date: soon\n\n{WORDS}", None, None, id="no-date"),
    ],
)
def test_dates_and_how_they_are_found(tmp_path, monkeypatch, name, data, date, by):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data, encoding="utf-8")
    document = read(name)
    assert (document.published, document.dated_by) == (date, by)


def test_the_surest_place_goes_first():
    text = "Date: 2024-01-02\n\nOSLO, May 3, 2024 (WIRE) -- Orrin said"
    assert dated(text, "2023/a-202402.txt").date == "2024-01-02"
    assert dated(text.partition("\n\n")[2], "2023/a-202402.txt").date == "2024-05-03"
    assert dated("Date: 2024-01-02\n\nWords", "2023/a-202402.txt").date == "2024-01-02"
    assert dated("Words", "2023/01/a-202402.txt").date == "2024-02"


def given(**more):
    return Document(id="orrin-news", sha256="0" * 64, text="x", source="in/Orrin News.txt", **more)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("d.csv", "document,date\nOrrin News.txt,2024-05\n", id="csv-file-name"),
        pytest.param("d.csv", "orrin-news,2024-05\n", id="csv-id-without-heading"),
        pytest.param("d.tsv", "file\tdate\nin/Orrin News.txt\t2024-05\n", id="tsv-path"),
        pytest.param("d.json", '{"Orrin News": "2024-05"}', id="json-stem"),
    ],
)
def test_the_file_of_dates_goes_before_all_else(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    dates = read_dates(tmp_path / name)
    document = dates.apply(given(published="2019-01-01"))
    assert (document.published, document.dated_by) == ("2024-05", "dates file")
    assert dates.unused == ()


def test_names_that_no_document_has_are_told():
    dates = Dates({"orrin-news": "2024", "nobody.txt": "2024"})
    dates.apply(given())
    assert dates.unused == ("nobody.txt",)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        pytest.param("d.csv", "a.txt,2024-02-30\n", "line 1.*calendar", id="no-day"),
        pytest.param("d.csv", "document,date\na.txt,May\n", "line 2.*no date", id="no-date"),
        pytest.param("d.csv", "a.txt\n", "line 1: one field", id="one-field"),
        pytest.param("d.csv", "a.txt,2024\na.txt,2023\n", "line 2.*two dates", id="two-dates"),
        pytest.param("d.csv", "a.txt,1850-01-01\n", "no date", id="before-1900"),
        pytest.param("d.csv", "a.txt,2090-01-01\n", "future", id="future"),
        pytest.param("d.csv", "document,date\n", "no dates in it", id="empty"),
        pytest.param("d.json", "[1]", "no JSON object", id="json-list"),
        pytest.param("d.json", "{", "not JSON", id="not-json"),
        pytest.param("none.csv", None, "cannot be read", id="missing"),
    ],
)
def test_a_bad_file_of_dates_is_one_clear_line(tmp_path, name, text, words):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(DatesError, match=words) as caught:
        read_dates(tmp_path / name)
    assert "\n" not in str(caught.value)
