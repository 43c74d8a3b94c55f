"""A real browser against a real server, fresh per module, on its own port and store."""

import shutil
from contextlib import contextmanager

import cards
import chromium
import company
import pytest
from patience import AT_REST, expect
from playwright import sync_api
from server import serving

sync_api.expect.set_options(timeout=30_000)
# So many milliseconds a case is on screen before its keys do anything, and some more.
SETTLED = 350


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return chromium.launch()


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
def serve(built, tmp_path_factory):
    """A server with the company, after what `fill` does to its store."""

    @contextmanager
    def run(fill=None):
        path = tmp_path_factory.mktemp("server") / "store.duckdb"
        shutil.copy(built, path)
        if fill:
            fill(path)
        with serving(path) as address:
            yield address

    return run


@pytest.fixture(scope="module")
def server(serve):
    """A server with the company."""
    with serve() as address:
        yield address


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory):
    """A server with nothing loaded."""
    with serving(tmp_path_factory.mktemp("server") / "store.duckdb") as address:
        yield address


@pytest.fixture(scope="module")
def cards_server(serve):
    """A server with the company and the people of `cards`."""
    with serve(cards.filled) as address:
        yield address


@pytest.fixture(scope="session")
def ready():
    """Wait until the page has been drawn and stands still; needed before every click in it."""

    def until(page):
        page.wait_for_function(AT_REST, timeout=30_000)
        if page.locator(".kb-keys").count():
            page.wait_for_timeout(SETTLED)

    return until


@pytest.fixture
def visitor(browser, browser_context_args, ready):
    """Somebody else at a browser of their own, who says who they are where a name is given."""
    contexts = []

    def come(address, name=None):
        context = browser.new_context(**browser_context_args)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        ready(page)
        if name:
            page.get_by_role("button", name="Wie ben je?").click()
            page.get_by_label("Je naam, zoals de geschiedenis hem toont").fill(name)
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name=name)).to_be_visible()
            page.keyboard.press("Escape")
            ready(page)
        return page

    yield come
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def tab(browser, browser_context_args):
    """One tab for all pages of a module, so that what they share is fetched once."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()
