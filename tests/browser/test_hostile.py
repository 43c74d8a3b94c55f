"""Whatever stands in a field of Salesforce, no page runs it, fetches it or links to it."""

from itertools import cycle, product

import at_work
import duckdb
import pytest
from patience import expect
from test_pages import PAGES

from dq.objects import TEXTS

ELSEWHERE = "evil.example"
PAYLOADS = (
    "<script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    '"><svg onload="window.pwned = 1">',
    "</style><script>window.pwned = 1</script>",
    f"https://{ELSEWHERE}/a",
    f"HTTP://{ELSEWHERE}",
    f"www.{ELSEWHERE}/b",
    f"Www.{ELSEWHERE}",
    f"<https://{ELSEWHERE}/c>",
    f"[hier](https://{ELSEWHERE}/d)",
    "[hier](javascript:window.pwned=1)",
    f"![beeld](https://{ELSEWHERE}/e.png)",
    f"<img src=https://{ELSEWHERE}/f.png>",
    f"<link rel=stylesheet href=https://{ELSEWHERE}/g.css>",
    f"[x]: https://{ELSEWHERE}/h",
    f":red[https://{ELSEWHERE}/i]",
    f'=HYPERLINK("https://{ELSEWHERE}")',
    "javascript:window.pwned=1",
    "{{7*7}} ${7*7} %s {0} {name}",
    "`a` $x^2$ :material/home: # kop",
)
# What a page makes itself is asked for by such addresses.
OURS = ("data:", "blob:")
LINKS = "els => els.map(el => el.getAttribute('href')).filter(Boolean)"


def fill(path):
    """The company at work, with something else in every text of every record."""
    at_work.fill(path)
    said = cycle(PAYLOADS)
    with duckdb.connect(path) as db:
        for table, columns in TEXTS.items():
            rows = db.execute(f"select id from {table} order by id").fetchall()
            for (id,), column in product(rows, columns):
                text = next(said)
                for schema in ("main", "upstream"):
                    db.execute(f"update {schema}.{table} set {column} = ? where id = ?", [text, id])
        db.execute("delete from judged")


@pytest.fixture(scope="module")
def server(serve):
    """A server with such a company."""
    with serve(fill) as address:
        yield address


@pytest.fixture(scope="module")
def tab(browser, browser_context_args):
    """One tab for all pages, and what it asks for."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_is_fetched_or_linked_to(tab, server, ready, name):
    tab.goto(server + PAGES[name])
    ready(tab)
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    assert "Er ging iets mis" not in tab.inner_text("body")
    assert tab.evaluate("window.pwned") is None
    assert [url for url in tab.asked if not url.startswith(OURS) and server not in url] == []
    links = tab.eval_on_selector_all("a", LINKS)
    assert [one for one in links if ELSEWHERE in one or one.startswith("javascript")] == []
