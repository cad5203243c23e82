"""The check for hostile strings sees what it is meant to see."""

import pytest

from tests.views.hostile import PAYLOADS, harmless

PAGE = "<!DOCTYPE html><meta charset=utf-8><p>{}</p>"


def test_there_are_at_least_sixty_different_payloads():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


@pytest.mark.parametrize(
    "raw",
    [
        "<script>window.pwned=1</script>",
        "<img src=http://example.invalid/x>",
        "<img src=x onerror=window.pwned=1>",
        "<script>alert(1)</script>",
        "<svg onload=window.pwned=1>",
    ],
    ids=["script", "address", "handler", "dialog", "svg"],
)
def test_a_page_that_does_not_escape_is_noticed(visit, raw):
    browser = visit(PAGE.format(raw))
    with pytest.raises(AssertionError):
        harmless(browser)


def test_a_page_that_escapes_is_not(visit):
    harmless(visit(PAGE.format("&lt;script&gt;alert(1)&lt;/script&gt;")))
