"""HTML pages: their words as lines, without what only serves the page."""

from __future__ import annotations

import itertools
import json
import re
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.element import Comment, NavigableString, Tag

from kg.documents.published import dated, parse_day
from kg.documents.reading import Content, decode
from kg.documents.sections import sections
from kg.documents.text import title_of
from kg.model import Document

_DROPPED = ("script", "style", "noscript", "template", "nav", "iframe", "svg", "button", "select", "head")
_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figure figcaption footer h1 h2 h3 h4 h5 h6 header hr "
    "html li main ol p pre section table tbody td tfoot th thead tr ul".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 table ul ol blockquote section article div header footer dl hr".split())


def read(content: Content) -> Document:
    """Read an HTML page: headings, paragraphs, "- " list items and tab-separated table rows, one a line.

    Raises:
        DocumentError: It has no words, too many, or is in no known encoding.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(decode(content), "lxml")
    title, day, addresses = _title(soup), _published(soup), _addresses(soup)
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for comment in soup.find_all(string=lambda s: isinstance(s, Comment)):
        comment.extract()
    for role in soup.find_all(["header", "footer", "aside"]):
        if role.find(["p", "h1"]) is None or (role.find_parent(["article", "main"]) is None and role.name != "header"):
            role.decompose()
    text = content.check(_tidy(_text(_main(soup))))
    parts = sections(text)
    when = dated(text, content.source, metadata=day, addresses=addresses)
    return Document(
        id=content.id,
        sha256=content.sha256,
        text=text,
        title=title or title_of(text, parts),
        published=when.date if when else None,
        dated_by=when.by if when else None,
        source=content.source,
        media_type="text/html",
        sections=parts,
    )


def _main(soup: BeautifulSoup) -> Tag:
    """The one article, the main part, or the whole page: whichever has words."""
    articles = [a for a in soup.find_all("article") if a.get_text(strip=True)]
    main = soup.find("main")
    if len(articles) == 1:
        return articles[0]
    if isinstance(main, Tag) and main.get_text(strip=True):
        return main
    return soup.body or soup


def _text(tag: Tag) -> str:
    try:
        return "".join(_words(tag))
    except RecursionError:  # nested beyond all measure: words without layout are better than none
        return tag.get_text("\n")


def _words(tag: Tag) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, NavigableString):
            yield re.sub(r"\s+", " ", str(child))
            continue
        if not isinstance(child, Tag):
            continue
        name = child.name
        if name == "br":
            yield "\n"
        elif name == "pre":
            yield "\n\n" + child.get_text() + "\n\n"
        elif name == "tr":
            cells = [" ".join("".join(_words(cell)).split()) for cell in child.find_all(["td", "th"], recursive=False)]
            yield "\n" + "\t".join(cells) + "\n"
        elif name == "li":
            yield "\n- " + "".join(_words(child)).strip() + "\n"
        elif name in _BLOCKS:
            space = "\n\n" if name in _PARAGRAPHS else "\n"
            yield space + "".join(_words(child)) + space
        else:
            yield from _words(child)


def _tidy(text: str) -> str:
    lines = [line.strip(" \xa0") for line in text.replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line if line.strip() else "" for line in lines)).strip("\n") + "\n"


def _title(soup: BeautifulSoup) -> str | None:
    og = soup.find("meta", attrs={"property": "og:title"})
    heading = soup.find("h1")
    for words in (
        heading.get_text(" ") if heading else "",
        str(og.get("content") or "") if isinstance(og, Tag) else "",
        soup.title.get_text(" ") if soup.title else "",
    ):
        if words.strip():
            return " ".join(words.split())[:300]
    return None


_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)")


def _addresses(soup: BeautifulSoup) -> tuple[str, ...]:
    """What the page gives as its own address: as canonical, for sharing, or where a browser saved it from."""
    found = [str(link.get("href") or "") for link in soup.find_all("link", rel="canonical")]
    found += [str(meta.get("content") or "") for meta in soup.find_all("meta", property="og:url")]
    for comment in soup.find_all(string=lambda s: isinstance(s, Comment)):
        found += _SAVED.findall(str(comment))
    return tuple(address for address in found if address.startswith(("http://", "https://")))


def _published(soup: BeautifulSoup) -> str | None:
    named = {
        "article:published_time",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "publishdate",
        "pubdate",
        "publish_date",
        "publication_date",
        "release_date",
        "parsely-pub-date",
        "sailthru.date",
        "og:published_time",
        "dcterms.issued",
    }
    for meta in soup.find_all("meta"):
        name = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").casefold()
        if name in named or name == "datepublished":
            day = parse_day(str(meta.get("content") or ""))
            if day:
                return day
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            record = json.loads(script.string or "")
        except (ValueError, RecursionError):
            continue
        listed = record if isinstance(record, list) else [record]
        graphs = [r["@graph"] for r in listed if isinstance(r, dict) and isinstance(r.get("@graph"), list)]
        for item in itertools.chain(listed, *graphs):
            if isinstance(item, dict) and isinstance(item.get("datePublished"), str):
                day = parse_day(item["datePublished"])
                if day:
                    return day
    time = soup.find("time")
    return parse_day(str(time.get("datetime") or "")) if isinstance(time, Tag) else None
