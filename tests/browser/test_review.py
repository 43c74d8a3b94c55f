"""The review by keyboard alone: forty cases of the demo company, and every key of a case."""

import re

import pytest
from patience import expect
from server import serving

from dq.cli.load import load_files
from dq.domain import demo
from dq.judging import judge
from dq.store import opening

CASES, PRESSES = 40, 90
# What is typed where a case asks for it; an address is made for each.
TYPED = {
    "Functie": "Planner",
    "Telefoon": "030 123 45 67",
    "Mobiel": "06 12345678",
    "Voornaam": "Anna",
    "Achternaam": "Proef",
    "Naam": "Anna Proef",
}
HEAD = ".st-key-review_head p"
FIELD = ".st-key-way [data-testid=stForm] input"
# The most of what a case has once, its field and its first button, that was there at any moment.
MOST = f"""
    window.most = 0
    new MutationObserver(() => {{
        for (const one of ['{FIELD}', '.st-key-way_do, .st-key-way_open'])
            window.most = Math.max(window.most, document.querySelectorAll(one).length)
    }}).observe(document.body, {{subtree: true, childList: true}})
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The demo company's third week, judged."""
    path = tmp_path_factory.mktemp("demo") / "store.duckdb"
    db = opening.connect(path)
    day, files = demo.weeks()[2]
    load_files(db, files, day, actor=demo.ACTOR, sure=True)
    judge.refresh(db)
    opening.close(db)
    return path


@pytest.fixture(scope="module")
def demo_server(path):
    with serving(path) as address:
        yield address


class Keyboard:
    """Presses keys, and counts them; what is typed into a field is one."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.presses += 1

    def type(self, text):
        self.page.keyboard.type(text)
        self.presses += 1


@pytest.fixture
def keyboard(page, demo_server, ready):
    """The review, opened by somebody who says who they are."""
    page.goto(f"{demo_server}/review?whose=all")
    ready(page)
    expect(page.get_by_label("Je naam, voor de geschiedenis")).to_be_focused()
    keyboard = Keyboard(page)
    keyboard.type("Vera")
    keyboard.press("Enter")
    expect(page.locator(HEAD).first).to_contain_text("Punt 1 van")
    ready(page)
    return keyboard


def number(page):
    return int(re.search(r"Punt (\d+) van", page.locator(HEAD).first.inner_text()).group(1))


def decide(keyboard, place):
    """Do what the case on screen proposes; put off what needs a form."""
    page = keyboard.page
    field = page.locator(FIELD)
    if field.count():
        expect(field).to_be_focused()
        label = page.locator(".st-key-way [data-testid=stForm] label").first.inner_text().strip()
        keyboard.type(TYPED.get(label, f"nieuw{place}@proef.example"))
        keyboard.press("Enter")
    else:
        keyboard.press("3" if page.locator(".st-key-way_open").count() else "1")


def test_every_key_of_a_case(keyboard, ready):
    page = keyboard.page
    first = page.locator(".st-key-case h2").first.inner_text()
    keyboard.press("Escape")  # out of a field, where there is one
    keyboard.press("2")
    expect(page.get_by_text("Waarom hoeft er niets?")).to_be_visible()
    ready(page)
    keyboard.press("Escape")
    expect(page.get_by_text("Waarom hoeft er niets?")).not_to_be_visible()
    ready(page)
    keyboard.press("4")
    expect(page.get_by_text("Wie zorgt ervoor?")).to_be_visible()
    ready(page)
    keyboard.press("1")
    expect(page.locator(HEAD).first).to_contain_text("Punt 2 van")
    ready(page)
    keyboard.press("Escape")
    keyboard.press("ArrowLeft")
    expect(page.get_by_text("Hier besloten:")).to_be_visible()  # nobody takes it for undecided
    ready(page)
    keyboard.press("u")
    expect(page.locator(".st-key-case h2").first).to_have_text(first)
    expect(page.get_by_text("Hier besloten:")).not_to_be_visible()
    ready(page)
    keyboard.press("ArrowRight")
    expect(page.locator(HEAD).first).to_contain_text("Punt 2 van")
    ready(page)
    keyboard.press("ArrowLeft")
    expect(page.locator(HEAD).first).to_contain_text("Punt 1 van")
    ready(page)
    keyboard.press("?")
    expect(page.get_by_role("note").get_by_text("deze lijst")).to_be_visible()
    keyboard.press("Escape")
    expect(page.get_by_role("note")).to_be_hidden()
    keyboard.press("/")
    expect(page.locator(".st-key-find input")).to_be_focused()


def test_what_is_proposed_has_the_focus(keyboard, ready):
    page = keyboard.page
    proposed = page.locator(".st-key-way_do button")
    expect(page.locator(".st-key-way button").first).to_be_visible()
    while not proposed.count():
        page.keyboard.press("Escape")
        at = number(page)
        page.keyboard.press("ArrowRight")
        expect(page.locator(HEAD).first).to_contain_text(f"Punt {at + 1} van")
        ready(page)
    expect(proposed).to_be_focused()
    at = number(page)
    for key, placeholder in (("2", "Andere reden"), ("4", "Iemand anders")):
        page.keyboard.press(key)
        expect(page.get_by_placeholder(placeholder)).to_be_visible()
        ready(page)
        page.keyboard.press("0")
        expect(page.get_by_placeholder(placeholder)).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        expect(proposed).to_be_focused()
    ready(page)
    page.keyboard.press("Enter")
    expect(page.locator(HEAD).first).to_contain_text(f"Punt {at + 1} van")
    page.keyboard.press("Enter")  # meant for the one before
    ready(page)
    assert number(page) == at + 1
    page.wait_for_timeout(700)  # it stays there, though what was decided first is drawn above it
    assert page.evaluate("document.activeElement.closest('.st-key-way') !== null")


def test_who_leaves_the_field_of_a_reason_decides_nothing(keyboard, ready):
    page = keyboard.page
    page.keyboard.press("Escape")
    ready(page)
    at = number(page)
    page.keyboard.press("2")
    expect(page.get_by_placeholder("Andere reden")).to_be_visible()
    ready(page)
    page.keyboard.press("0")
    page.keyboard.type("halve re")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1000)
    assert number(page) == at
    expect(page.get_by_placeholder("Andere reden")).to_have_value("halve re")
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    expect(page.locator(HEAD).first).to_contain_text(f"Punt {at + 1} van")
    expect(page.get_by_text("Niet nodig: halve re")).to_be_visible()
    ready(page)
    page.keyboard.press("u")
    expect(page.locator(HEAD).first).to_contain_text(f"Punt {at} van")


def settled(page, ready):
    """Out of the field, where there is one, and long enough at a case to decide: its number."""
    page.keyboard.press("Escape")
    ready(page)
    page.wait_for_timeout(400)
    return number(page)


@pytest.mark.parametrize("pause", [0, 40, 100])
def test_a_key_right_after_an_arrow_decides_nothing(keyboard, ready, pause):
    page = keyboard.page
    at = settled(page, ready)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(pause)
    page.keyboard.press("3")  # meant for the one before
    page.wait_for_timeout(1000)
    ready(page)
    assert number(page) == at + 1
    page.keyboard.press("ArrowLeft")
    expect(page.locator(HEAD).first).to_contain_text(f"Punt {at} van")
    expect(page.get_by_text("Hier besloten:")).not_to_be_visible()


def test_of_keys_that_belong_together_none_is_taken_where_the_first_came_too_early(keyboard, ready):
    page = keyboard.page
    at = settled(page, ready)
    page.keyboard.press("3")
    expect(page.locator(HEAD).first).to_contain_text(f"Punt {at + 1} van")
    for key in "21":  # not needed, since it is right so
        page.wait_for_timeout(150)
        page.keyboard.press(key)
    page.wait_for_timeout(1000)
    ready(page)
    assert number(page) == at + 1
    expect(page.locator(".st-key-way_later")).to_be_visible()


@pytest.mark.parametrize("pause", [0, 40])
def test_a_key_right_after_stop_decides_nothing(keyboard, ready, pause):
    page = keyboard.page
    at = settled(page, ready)
    page.keyboard.press("s")
    page.wait_for_timeout(pause)
    page.keyboard.press("3")
    expect(page.get_by_role("button", name="Verdergaan")).to_be_visible()
    expect(page.get_by_text("Deze ronde is er nog niets besloten.")).to_be_visible()
    page.wait_for_timeout(1000)
    page.keyboard.press("1")
    expect(page.locator(HEAD).first).to_contain_text(f"Punt {at} van")


@pytest.mark.parametrize("pause", [0, 40, 100])
def test_esc_leads_out_of_a_question_that_is_not_there_yet(keyboard, ready, pause):
    page = keyboard.page
    at = settled(page, ready)
    page.keyboard.press("4")
    page.wait_for_timeout(pause)
    page.keyboard.press("Escape")
    page.wait_for_timeout(1000)
    ready(page)
    expect(page.get_by_text("Wie zorgt ervoor?")).not_to_be_visible()
    assert number(page) == at


def test_a_key_that_is_held_or_pressed_twice_decides_once(keyboard, ready):
    page = keyboard.page
    page.keyboard.press("Escape")
    ready(page)
    at = number(page)
    for _ in range(25):
        page.keyboard.down("3")  # after the first it is a repeated one
        page.wait_for_timeout(30)
    page.keyboard.up("3")
    ready(page)
    assert number(page) == at + 1
    page.keyboard.press("Escape")
    ready(page)
    for pause in (0, 40, 120):
        page.keyboard.press("3")
        page.wait_for_timeout(pause)
        page.keyboard.press("3")
        ready(page)
        page.keyboard.press("Escape")
        ready(page)
    assert number(page) == at + 4
    page.locator(".st-key-way_later button").dblclick()
    ready(page)
    assert number(page) == at + 5


def test_the_search_leads_back_to_the_case(keyboard, ready):
    page = keyboard.page
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    expect(page.locator(HEAD).first).to_contain_text("Punt 2 van")
    ready(page)
    case = page.locator(".st-key-case h2").first.inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("jansen")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search[?].*q=jansen"))
    expect(page.get_by_text("Terug naar de review")).to_be_visible()
    ready(page)
    page.get_by_text("Terug naar de review").press("Escape")
    expect(page.locator(".st-key-case h2").first).to_have_text(case)


def test_nothing_of_the_case_before_stays(keyboard, ready):
    page = keyboard.page
    page.evaluate(MOST)
    at = number(page)
    for place in range(at + 1, at + 16):  # fields after buttons, and fields after fields
        keyboard.press("Escape")
        keyboard.press("3")
        expect(page.locator(HEAD).first).to_contain_text(f"Punt {place} van")
        ready(page)
    assert page.evaluate("window.most") == 1


def test_forty_cases_without_a_mouse(keyboard, ready):
    page = keyboard.page
    for place in range(1, CASES + 1):
        assert number(page) == place
        decide(keyboard, place)
        expect(page.locator(HEAD).first).to_contain_text(f"Punt {place + 1} van")
        ready(page)
    assert keyboard.presses <= PRESSES
    # What was decided is written: most of those cases are not in a new queue.
    total = int(re.search(r"van (\d+)", page.locator(HEAD).first.inner_text()).group(1))
    other = page.context.new_page()
    other.goto(page.url.partition("?")[0] + "?whose=all")
    expect(other.locator(HEAD).first).to_contain_text("Punt 1 van")
    left = int(re.search(r"van (\d+)", other.locator(HEAD).first.inner_text()).group(1))
    # A card with a second fault comes back for that one.
    assert left <= total - CASES // 2
    other.close()
