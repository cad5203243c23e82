"""Every regular expression of kg/, and how its time grows on text that repeats. Run as a script, it prints the slow ones."""

import ast
import importlib
import inspect
import itertools
import json
import pkgutil
import re
import signal
import sys
import time
from pathlib import Path

import kg

SEEDS = (
    "a", "A", "1", " ", "\n", "\t", ".", ",", "-", "(", ")", "Ab ", "a, ", "1,", "1.", "$1 ", "A&", "and ", "media ", "A. ",
)  # fmt: skip
ENDS = ("\x00", " !")  # what follows the repetition, so that a match that has begun well ends badly


def collect():
    """Patterns by (text, flags), with the module that uses each: compiled on import or use, or written as a literal."""
    found = {}
    compile_ = re._compile

    def recording(pattern, flags):
        caller = inspect.currentframe().f_back.f_back
        module = caller.f_globals.get("__name__", "")
        if module.startswith("kg") and isinstance(pattern, str):
            found.setdefault((pattern, int(flags)), module)
        return compile_(pattern, flags)

    re._compile = recording
    try:
        modules = [m.name for m in pkgutil.walk_packages(kg.__path__, "kg.") if not m.name.endswith("__main__")]
        for name in modules:
            importlib.import_module(name)
        use()
    finally:
        re._compile = compile_
    for path in sorted(Path(kg.__file__).parent.rglob("*.py")):
        for pattern in literals(path):
            if not any(pattern == known for known, _ in found):
                found[(pattern, 0)] = path.stem
    return found


def use():
    """Read and extract a short text, so that what is compiled from word lists is compiled."""
    from kg.documents.reading import Content, registry
    from kg.nlp.extractor import Extractor
    from kg.resources import path

    for file in sorted(path("data/sample").glob("*.txt"))[:2]:
        content = Content(id="x", name="x", data=file.read_bytes(), source="x", max_characters=10**6)
        Extractor().extract(registry.get("readers", "text")(content))


def literals(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            literal = node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
            if node.func.value.id == "re" and literal and node.func.attr != "escape":
                yield node.args[0].value


class TooLongError(Exception):
    pass


def stop(*_):
    raise TooLongError


def seconds(function, text, limit):
    """Time of a call; infinite where it is over the limit."""
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, limit)
    begun = time.perf_counter()
    try:
        function(text)
    except TooLongError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.perf_counter() - begun


def grows(pattern, flags, *, sizes=(("match", 800), ("search", 200)), limit=2.0, floor=0.004, ratio=6.0):
    """The seed, the way of matching and the times at a size, twice and four times it, where they grow beyond the square."""
    compiled = re.compile(pattern, flags)
    for way, size in sizes:
        function = getattr(compiled, way)
        for seed in SEEDS:
            for end in ENDS:
                texts = [seed * (n // len(seed)) + end for n in (size, 2 * size, 4 * size)]
                times = [0.0, seconds(function, texts[1], limit)]
                if times[1] < floor:
                    continue
                times = [
                    min(seconds(function, text, limit) for _ in range(7)) for text in texts
                ]  # others use the machine too
                if all(two == float("inf") or two > ratio * one for one, two in itertools.pairwise(times)):
                    yield seed, way, *times


def main() -> None:
    for (pattern, flags), module in sorted(collect().items(), key=lambda item: item[1]):
        for found in grows(pattern, flags):
            print(json.dumps([module, pattern, flags, *found]), flush=True)
            break


if __name__ == "__main__":
    sys.exit(main())
