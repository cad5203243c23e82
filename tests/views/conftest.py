"""A browser without a network, for tests that look at pages."""

import shutil
import tempfile

import pytest

CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
DRIVER = shutil.which("chromedriver")


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium with logs of its console and of what it asks for."""
    if not (CHROMIUM and DRIVER):
        pytest.skip("no Chromium with its driver on this machine: the page is not looked at")
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = CHROMIUM
    options.unhandled_prompt_behavior = "ignore"  # a dialog stays open until the test has seen it
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for argument in (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--force-prefers-reduced-motion",
            "--window-size=1400,900",
            f"--user-data-dir={profile}",
        ):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        yield driver
        driver.quit()


@pytest.fixture
def visit(browser, tmp_path):
    """Open a page from its text, with logs that begin there; gives the browser."""

    def open_(page, fragment=""):
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        browser.get("about:blank")
        browser.get_log("performance")  # what the browser did until now
        browser.get_log("browser")
        browser.get(path.as_uri() + fragment)
        return browser

    return open_
