"""No copyleft in what the package installs."""

import pytest

from tests.licences import copyleft, core, licences


def test_the_core_installs_no_copyleft():
    found = core()
    assert len(found) > 30
    told = {name: licences(d) for name, d in found.items()}
    assert {name: licence for name, licence in told.items() if copyleft(licence)} == {}


def test_every_licence_of_the_core_is_known():
    silent = {name for name, found in core().items() if not licences(found)}
    assert silent == set(), "packages that state no licence: look, and name them here"


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("GPL-2.0-or-later", True),
        ("GNU General Public License (GPL)", True),
        ("LGPLv3+", True),
        ("AGPL-3.0-only", True),
        ("MIT", False),
        ("MPL-2.0 AND MIT", False),
        ("GPL-2.0-only OR Apache-2.0", False),
        ("BSD-3-Clause", False),
    ],
)
def test_copyleft_is_told_by_its_name(licence, expected):
    assert copyleft(licence) is expected


def test_igraph_is_not_among_the_dependencies():
    assert not {"igraph", "python-igraph"} & core().keys()
