import contextlib

import pytest

from kg.documents import find, read
from kg.errors import (
    BinaryDocumentError,
    DocumentNotFoundError,
    DocumentTooLargeError,
    EmptyDocumentError,
    EncodingError,
    NothingToReadError,
)


def written(tmp_path, data, name="doc.txt"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        pytest.param(b"", EmptyDocumentError, "empty", id="no-bytes"),
        pytest.param(b" \n\t \n", EmptyDocumentError, "empty", id="only-blanks"),
        pytest.param(b"%PDF-1.7 ...", BinaryDocumentError, "PDF", id="pdf"),
        pytest.param(b"PK\x03\x04rest", BinaryDocumentError, "ZIP", id="zip"),
        pytest.param(b"ab\x00\x01\x02cd" * 50, BinaryDocumentError, "binary", id="nul-bytes"),
        pytest.param(b"a\x01\x02\x0e\x1fbc" * 50, BinaryDocumentError, "binary", id="control-characters"),
        pytest.param(b"\xff\xfeA", EncodingError, "utf-16", id="broken-utf-16"),
        pytest.param(bytes(range(128, 256)) * 40, EncodingError, "UTF-8", id="no-encoding"),
    ],
)
def test_bad_bytes_are_one_clear_error(tmp_path, data, error, words):
    with pytest.raises(error, match=words) as caught:
        read(written(tmp_path, data))
    assert "\n" not in str(caught.value)
    assert "doc.txt" in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("Café “X” raised €5m".encode(), id="utf-8"),
        pytest.param("\ufeffCafé “X” raised €5m".encode(), id="utf-8-with-mark"),
        pytest.param("Café “X” raised €5m".encode("utf-16"), id="utf-16"),
        pytest.param(("A long enough text in English. " * 20 + "Café “X” raised €5m").encode("cp1252"), id="cp1252"),
    ],
)
def test_usual_encodings_are_read(tmp_path, data):
    assert "Café “X” raised €5m" in read(written(tmp_path, data)).text


def test_a_large_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = written(tmp_path, b"word " * 1_000_000)
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda self: pytest.fail("was read"))
    with pytest.raises(DocumentTooLargeError, match="--max-characters"):
        read(path)


def test_line_ends_become_line_feeds_and_the_digest_is_of_the_bytes(tmp_path):
    import hashlib

    data = b"One\r\nTwo\rThree"
    document = read(written(tmp_path, data))
    assert document.text == "One\nTwo\nThree"
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_find_takes_folders_globs_and_uris_and_skips_the_rest(tmp_path):
    for name in ("a.txt", "sub/b.html", "sub/.hidden.txt", ".git/c.txt", "picture.png", "gold/a.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    assert [s.id for s in find([tmp_path])] == ["a", "b"]
    assert [s.id for s in find([f"{tmp_path}/*.txt", tmp_path / "a.txt"])] == ["a"]
    assert [s.id for s in find([(tmp_path / "a.txt").as_uri()])] == ["a"]


def test_sources_of_one_name_get_ids_of_their_own(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "News Release.txt").write_text("text")
    ids = [s.id for s in find([tmp_path])]
    assert len(set(ids)) == 2
    assert all(id_.startswith("news-release-") for id_ in ids)
    assert ids == [s.id for s in find([tmp_path / "y", tmp_path / "x"])]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        pytest.param("none.txt", DocumentNotFoundError, id="no-file"),
        pytest.param("*.nothing", DocumentNotFoundError, id="no-match"),
        pytest.param("https://example.org/x", DocumentNotFoundError, id="web-address"),
        pytest.param("", NothingToReadError, id="empty-folder"),
    ],
)
def test_what_cannot_be_found_is_reported_and_not_raised(tmp_path, given, error):
    (source,) = find([given if given.startswith("http") else str(tmp_path / given)])
    assert isinstance(source.error, error)
    with pytest.raises(error):
        read(source)


HTML = b"""<html><head><title>Title of the page</title><meta property="article:published_time" content="2020-03-04T05:06:07Z">
<style>p {}</style></head><body><nav><ul><li>Menu</li></ul></nav><article><h1>Big &amp; News</h1><p>One <b>bold</b>
word.</p><ul><li>first</li><li>second</li></ul><table><tr><th>Drug</th><th>Phase</th></tr><tr><td>ABC-1</td><td>2</td></tr>
</table><!-- a comment --><script>alert(1)</script></article></body></html>"""


def test_html_becomes_lines_without_what_serves_the_page(tmp_path):
    document = read(written(tmp_path, HTML, "page.html"))
    lines = [line for line in document.text.splitlines() if line]
    assert lines == ["Big & News", "One bold word.", "- first", "- second", "Drug\tPhase", "ABC-1\t2"]
    assert (document.title, document.published, document.media_type) == ("Big & News", "2020-03-04", "text/html")


def test_html_is_known_by_its_bytes(tmp_path):
    assert read(written(tmp_path, HTML, "page.txt")).media_type == "text/html"


def test_broken_html_is_read(tmp_path):
    assert "two" in read(written(tmp_path, b"<html><p>one<div><b>two</p></i></table>&nbsp;&bogus;", "x.html")).text


def test_a_reader_of_another_package_is_found_by_name():
    from kg import registry
    from kg.errors import ComponentError

    assert callable(registry.get("readers", "text"))
    with pytest.raises(ComponentError, match="html, text"):
        registry.get("readers", "docx")


def page(body, head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param("<form><p>All of it is in a form.</p></form>", "All of it is in a form.", id="form"),
        pytest.param("<article></article><p>Beside it.</p>", "Beside it.", id="empty-article"),
        pytest.param("<article><p>One.</p></article><article><p>Two.</p></article>", "Two.", id="two-articles"),
        pytest.param("<div>" * 900 + "Deep." + "</div>" * 900, "Deep.", id="deep"),
        pytest.param("<pre>Drug\tPhase\nABC-1\t2</pre>", "ABC-1\t2", id="pre"),
    ],
)
def test_no_words_of_a_page_are_lost(tmp_path, body, words):
    assert words in read(written(tmp_path, page(body), "x.html")).text


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param('<meta name="date" content="March 4, 2020">', "2020-03-04", id="in-words"),
        pytest.param('<meta name="date" content="2020">', None, id="only-a-year"),
        pytest.param(
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2020-03-04T08:00:00Z"}]}</script>',
            "2020-03-04",
            id="json-ld-graph",
        ),
    ],
)
def test_dates_of_pages(tmp_path, head, expected):
    assert read(written(tmp_path, page("<p>Words.</p>", head), "x.html")).published == expected


def test_another_code_page_is_not_taken_for_western(tmp_path):
    text = "An English text that goes on for a while, about nothing much. " * 12 + "Spółka ogłosiła wyniki."
    data = text.encode("cp1250")
    with contextlib.suppress(EncodingError):  # to refuse it is as good
        assert "sp³" not in read(written(tmp_path, data)).text.casefold()


def test_a_folder_is_no_document(tmp_path):
    from kg.errors import DocumentError

    written(tmp_path, b"text")
    with pytest.raises(DocumentError, match="folder"):
        read(tmp_path)


GERMAN = (
    "Die Gesellschaft gab heute bekannt, dass der erste Patient in der klinischen Studie der Phase 2 behandelt wurde. "
    "Die Ergebnisse werden im kommenden Jahr erwartet, und das Unternehmen wird danach mit der Behörde sprechen. "
)


def test_other_languages_are_named_and_refused(tmp_path):
    from kg.errors import LanguageError

    path = tmp_path / "mitteilung.txt"
    path.write_text(GERMAN * 2, encoding="utf-8")
    with pytest.raises(LanguageError, match="written in German; only English"):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("KLX-12\tPhase 2\tMyeloma\nKLX-34\tPhase 3\tPsoriasis\n", id="table"),
        pytest.param(
            "Klinova AG: " + "The first patient of the study has been treated with the new drug. " * 4, id="english"
        ),
        pytest.param(
            GERMAN
            + "The first patient of the study has been treated, as the company said in its plan for the year. " * 4,
            id="both",
        ),
    ],
)
def test_what_may_be_english_is_read(tmp_path, text):
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    assert read(path).text.startswith(text[:20])
