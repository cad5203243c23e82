"""Word lists of recognition, read from ``data/cues``: one word or phrase a line, after a header."""

from __future__ import annotations

from functools import cache

from kg import resources


@cache
def words(name: str) -> frozenset[str]:
    """The first column of a list, such as ``"verbs"``.

    Raises:
        FileNotFoundError: There is no such list.
    """
    lines = resources.path(f"data/cues/{name}.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines[1:] if line)


@cache
def forms(subject: str) -> dict[str, tuple[str, ...]]:
    """The lists of ``data/cues/<subject>-forms.tsv``, in order: words, or patterns of how they are written.

    Raises:
        FileNotFoundError: There is no such file.
    """
    lines = resources.path(f"data/cues/{subject}-forms.tsv").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[str]] = {}
    for line in lines[1:]:
        name, _, form = line.partition("\t")
        found.setdefault(name, []).append(form)
    return {name: tuple(entries) for name, entries in found.items()}


@cache
def verbs() -> frozenset[str]:
    """Verbs in the forms that stand before a name, with what leads to one: "treats", "developed", "could", "their"."""
    found = set(words("leading-words"))
    for base in words("verbs"):
        stem = base.removesuffix("e")
        found |= {base, base + "s", base + "es", stem + "ed", stem + "ing", base + "ing"}
        if base.endswith("y"):
            found |= {base[:-1] + "ies", base[:-1] + "ied"}
        if base[-1] in "bdgmnprt":
            found |= {base + base[-1] + "ed", base + base[-1] + "ing"}
    return frozenset(found)
