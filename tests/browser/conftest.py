"""A real browser against a real server, fresh per module, on its own port and store."""

import shutil

import chromium
import company
import pytest
from playwright.sync_api import expect
from server import serving

# No sandbox inside a container; nothing may be fetched in the background.
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
]
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": chromium.find(), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "nl-NL",
        "viewport": {"width": 1280, "height": 900},
        "permissions": ["clipboard-read", "clipboard-write"],
    }


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The small company as a file, to be copied."""
    path = tmp_path_factory.mktemp("company") / "store.duckdb"
    company.build(path)
    return path


@pytest.fixture(scope="module")
def server(built, tmp_path_factory):
    """A server with the company."""
    path = tmp_path_factory.mktemp("server") / "store.duckdb"
    shutil.copy(built, path)
    with serving(path) as address:
        yield address


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory):
    """A server with nothing loaded."""
    with serving(tmp_path_factory.mktemp("server") / "store.duckdb") as address:
        yield address


@pytest.fixture(scope="session")
def ready():
    """Wait until the page has been drawn."""

    def until(page):
        app = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
        expect(app).to_be_visible()
        expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0)

    return until
