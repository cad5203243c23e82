"""What a defect of ours looks like to a user: one line, and a file with what a report needs."""

from __future__ import annotations

import logging
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from kg.display import printable

EXIT_CODE = 70  # EX_SOFTWARE of sysexits.h


def tell(error: Exception) -> int:
    """Write down what happened, say where in one line on stderr, and give the exit code.

    With ``-v`` the traceback stands on stderr too.
    """
    trace = "".join(traceback.format_exception(error))
    if logging.getLogger("kg").isEnabledFor(logging.INFO):
        sys.stderr.write(trace)
    where = "run it again with -v to see where"
    with suppress(OSError):
        where = f"what happened is in {_written(trace)}"
    what = printable(f"{type(error).__name__}: {error}", 200)
    print(
        f"kg: a defect in kg itself ({what}); {where}; please report it, with what kg info says, to the project's issues",
        file=sys.stderr,
    )
    return EXIT_CODE


def _written(trace: str) -> Path:
    from kg.cli.info import versions

    told = ", ".join(f"{name} {number}" for name, number in versions().items())
    with tempfile.NamedTemporaryFile(
        "w", prefix="kg-crash-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as stream:
        stream.write(f"{told}\n\n{' '.join(sys.argv[1:])}\n\n{trace}")
    return Path(stream.name)
