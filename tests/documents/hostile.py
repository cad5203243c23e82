"""Forty files that a folder of documents may hold, each made to hurt who reads it."""

import gzip
import os
import random
import socket
from pathlib import Path

SENTENCE = "Examplo Therapeutics said that the trial of EXT-101 in the disease has begun with its partner. "
PAGE = "<html><head><title>t</title>{}</head><body><p>" + SENTENCE * 3 + "</p>{}</body></html>"
READ, LEFT, EITHER, UNSEEN = "read", "left out", "read or left out", "not opened"


def _fifo(path):
    os.mkfifo(path)


def _socket(path):
    here = os.getcwd()
    os.chdir(path.parent)  # a socket's address is short
    try:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path.name)
        listener.close()
    finally:
        os.chdir(here)


def _sparse(path):
    with path.open("wb") as stream:
        stream.truncate(10 << 30)


def _link(to):
    return lambda path: path.symlink_to(to)


def _links_in_a_circle(path):
    path.symlink_to("circle-two.txt")
    path.with_name("circle-two.txt").symlink_to(path.name)


def _deep(path):
    for _ in range(150):
        path = path / "d"
    path.mkdir(parents=True)
    (path / "deep.txt").write_text(SENTENCE * 3)


def _locked(path):
    path.write_text(SENTENCE)
    path.chmod(0)


_ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
_BOMB = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">{_ENTITIES}]><html><body><p>&a11;</p></body></html>'
_OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>'
    + SENTENCE * 3
    + "&x;</p></body></html>"
)
_LD = '<script type="application/ld+json">{}</script>'

# Name in the folder, what makes it (text, bytes, or a function of its path), and what becomes of it.
FILES = {
    "empty.txt": (b"", LEFT),
    "blank.txt": (b" \n\t\r\n" * 1000, LEFT),
    "mark-alone.txt": (b"\xef\xbb\xbf", LEFT),
    "zeros.txt": (bytes(100_000), LEFT),
    "noise.txt": (random.Random(7).randbytes(100_000), LEFT),
    "report.txt": (b"%PDF-1.7\n" + b"x" * 1000, LEFT),
    "archive.txt": (b"PK\x03\x04" + b"x" * 1000, LEFT),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + b"x" * 1000, LEFT),
    "bomb.txt": (gzip.compress(bytes(10 << 20)), LEFT),
    "half-utf-16.txt": (b"\xff\xfe" + "half".encode("utf-16-le") + b"\x00", LEFT),
    "unmarked-utf-16.txt": (SENTENCE.encode("utf-16-le"), LEFT),
    "broken-utf-8.txt": (SENTENCE.encode() * 3 + b"\xff\xfe\xc3\x28", EITHER),
    "too-long.txt": ("word " * 300_000, LEFT),
    "sparse.txt": (_sparse, LEFT),
    "one-line.txt": (SENTENCE * 2_000, READ),
    "one-word.txt": ("a" * 200_000, EITHER),
    "spaces.txt": (SENTENCE + " " * 200_000 + SENTENCE, READ),
    "lines.txt": (SENTENCE + "\n" * 200_000 + SENTENCE, READ),
    "parentheses.txt": (SENTENCE + "(" * 50_000 + ")" * 50_000, READ),
    "media.txt": (SENTENCE + "\n" + "media " * 20_000 + "\n", READ),
    "note.txt": (SENTENCE + "\n" + " " * 20_000 + "note regarding\n", READ),
    "dates.txt": (SENTENCE + "99/99/9999 Feb 30, 2016 May 99, 0000 " * 2_000, READ),
    "month.txt": (SENTENCE + "January " * 20_000, READ),
    "amounts.txt": (SENTENCE + "$" + "9" * 20_000 + " trillion USD 1e999999 $-1,,,,1", READ),
    "chinese.txt": ("公司今天宣布该药物的临床试验已经开始。" * 100, LEFT),
    "colours.txt": (SENTENCE * 3 + "\x1b[31m\x1b]0;title\x07\x1b[2J\x9b31m\u202etxet\u2066", READ),
    "nested.html": ("<div>" * 50_000 + SENTENCE * 3, EITHER),
    "unclosed.html": ("<html><body>" + "<b><i><table><tr><td>" * 5_000 + SENTENCE * 3, EITHER),
    "laughs.xhtml": (_BOMB, EITHER),
    "outside.xhtml": (_OUTSIDE, READ),
    "scripts.html": (
        PAGE.format("<script>alert(1)</script>" * 1000, "<iframe src='http://example.org'></iframe>"),
        READ,
    ),
    "attribute.html": (PAGE.format("", f"<p title='{'x' * 500_000}'>end</p>"), READ),
    "metas.html": (PAGE.format("<meta name='date' content='never'>" * 20_000, ""), READ),
    "deep-data.html": (PAGE.format(_LD.format("[" * 100_000), ""), READ),
    "strange-data.html": (PAGE.format(_LD.format('[{"@graph": 5}, {"datePublished": {}}, "@graph", null]'), ""), READ),
    "huge-day.html": (PAGE.format(f"<meta name='date' content='{'9' * 10_000}'>", ""), READ),
    "name\nwith \x1b[31m line.txt": (SENTENCE * 3, READ),
    os.fsdecode(b"name-\xff\xfe.txt"): (SENTENCE * 3, READ),
    "=cmd|' calc'!A1.txt": (SENTENCE * 3, READ),
    "..  ...txt": (SENTENCE * 3, UNSEEN),
    f"{'n' * 240}.txt": (SENTENCE * 3, READ),
    "folder.txt": (lambda path: path.mkdir(), UNSEEN),
    "deep": (_deep, READ),
    "pipe.txt": (_fifo, LEFT),
    "socket.txt": (_socket, LEFT),
    "device.txt": (_link("/dev/zero"), LEFT),
    "passwords.txt": (_link("/etc/passwd"), LEFT),
    "up": (_link(".."), UNSEEN),
    "dangling.txt": (_link("nothing.txt"), LEFT),
    "circle.txt": (_links_in_a_circle, LEFT),
    "locked.txt": (_locked, EITHER),  # read where the tests run as root
}


def make(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, (what, _) in FILES.items():
        path = folder / name
        if callable(what):
            what(path)
        elif isinstance(what, bytes):
            path.write_bytes(what)
        else:
            path.write_text(what, encoding="utf-8", newline="")
