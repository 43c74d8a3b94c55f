"""Signing in with a real OpenID Connect service: who gets in, where to, what for, and till when."""

import http.client
import shutil
from urllib.parse import urlsplit

import pytest
import signing
from patience import expect
from server import free

from dq.store import opening

RIGHTS = 'reader = ["groups:readers"]\nlead = ["vera@office.example"]\nhours = {hours}'
PLACE = "/contact?id=003A"


@pytest.fixture(scope="module")
def service():
    with signing.provider(vera={}, rik={"groups": ["readers"]}, piet={}) as address:
        yield address


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def store(built, tmp_path_factory):
    return shutil.copy(built, tmp_path_factory.mktemp("server") / "store.duckdb")


@pytest.fixture(scope="module")
def told(service, home):
    """Write the secrets anew: told(rights)."""
    address = f"http://127.0.0.1:{free()}"

    def write(rights=None):
        signing.secrets(home, service, address, rights or RIGHTS.format(hours=12))
        return address

    write()
    return write


@pytest.fixture(scope="module")
def app(store, home, told):
    with signing.app(store, home, urlsplit(told()).port) as address:
        yield address


@pytest.fixture(autouse=True)
def as_before(told):
    yield
    told()


@pytest.fixture
def signs_in(browser, browser_context_args, app, ready):
    """Somebody comes to a page at a browser of their own and signs in there."""
    contexts = []

    def come(name, path="/", at=app, **more):
        context = browser.new_context(**{**browser_context_args, "permissions": [], **more})
        contexts.append(context)
        page = context.new_page()
        page.goto(at + path)
        ready(page)
        expect(page.get_by_text("Log eerst in.")).to_be_visible()
        page.get_by_role("button", name="Inloggen").click()
        page.get_by_role("button", name=name).first.click()
        expect(page.get_by_role("button", name=f"{name}@office.example")).to_be_visible()
        ready(page)
        return page

    yield come
    for context in contexts:
        context.close()


def test_without_signing_in_nothing_is_seen(app, page, ready):
    page.goto(app + PLACE)
    ready(page)
    expect(page.get_by_text("Log eerst in.")).to_be_visible()
    assert "Bergh" not in page.content() and "bakker" not in page.content().lower()


def test_a_deep_link_survives_and_the_name_is_there(signs_in, app):
    page = signs_in("vera", PLACE)
    assert page.url == app + PLACE
    expect(page.get_by_role("heading", name="Johanna")).to_be_visible()
    expect(page.get_by_role("button", name="vera@office.example")).to_be_visible()
    assert page.get_by_text("Wie ben je?").count() == 0


def test_who_has_no_role_gets_a_sentence(signs_in):
    page = signs_in("piet", PLACE)
    expect(page.get_by_text("heeft geen recht om dit te zien")).to_be_visible()
    assert page.get_by_text("Johanna").count() == 0


def test_a_reader_by_a_group_looks_and_is_told_whose_work_it_is(signs_in):
    page = signs_in("rik", PLACE)
    expect(page.get_by_role("heading", name="Johanna")).to_be_visible()
    expect(page.get_by_text("alleen een teamleider verandert iets")).to_be_visible()


def edited(page, title, ready):
    """Give the card another job title."""
    page.get_by_role("button", name="Wijzigen", exact=True).click()
    ready(page)
    page.get_by_label("Functie").first.fill(title)
    page.get_by_label("Functie").first.press("Tab")
    page.get_by_role("button", name="Opslaan").click()
    ready(page)


def test_a_lead_changes_a_card_under_the_own_name_and_a_reader_does_not(signs_in, app, ready):
    page = signs_in("rik", PLACE)
    edited(page, "Directeur", ready)
    expect(page.get_by_text("Dit mag alleen een teamleider").first).to_be_visible()
    page = signs_in("vera", PLACE)
    edited(page, "Voorzitter", ready)
    expect(page.get_by_text("is opgeslagen").first).to_be_visible()
    page.goto(app + "/history")
    ready(page)
    expect(page.get_by_text("vera@office.example").nth(1)).to_be_visible()
    assert page.get_by_text("rik@office.example").count() == 0


def test_a_right_taken_away_is_gone_with_the_next_click(signs_in, told, ready):
    page = signs_in("rik", "/findings")
    expect(page.get_by_role("heading", name="Bevindingen")).to_be_visible()
    told(RIGHTS.format(hours=12).replace("readers", "others"))
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_text("has no right to see this")).to_be_visible()
    expect(page.get_by_role("heading", name="Findings")).to_have_count(0)


def test_a_sign_in_that_is_over_asks_for_another(signs_in, told, ready):
    page = signs_in("vera", "/findings")
    told(RIGHTS.format(hours=0))
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_text("Your sign-in is over. Sign in again.")).to_be_visible()
    told()
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="vera").first.click()
    expect(page.get_by_role("heading", name="Findings")).to_be_visible()


def test_signing_out_holds_for_every_page_and_for_a_kept_cookie(signs_in, app, ready):
    page = signs_in("vera", "/findings")
    beside = page.context.new_page()
    beside.goto(app + "/help")
    ready(beside)
    kept = [one for one in page.context.cookies() if one["name"].startswith("_streamlit")]
    page.get_by_role("button", name="vera@office.example").click()
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_function("() => !document.body.innerText.includes('vera@office.example')")
    beside.get_by_text("EN", exact=True).click()
    expect(beside.get_by_text("Your sign-in is over")).to_be_visible()
    page.context.add_cookies(kept)
    beside.goto(app + "/findings")
    expect(beside.get_by_text("Je bent niet meer ingelogd")).to_be_visible()


def test_a_reader_uploads_nothing(signs_in, app, ready):
    page = signs_in("rik", "/upload")
    expect(page.get_by_text("Dit mag alleen een beheerder")).to_be_visible()
    assert page.locator("input[type=file]").count() == 0


def test_what_the_server_wrote_is_its_owners_alone(app, store):
    ours = [path for path in store.parent.rglob("*") if path.suffix != ".log"]
    assert store in ours
    assert [path.name for path in ours if path.stat().st_mode & 0o077] == []


def test_the_history_has_nobody_else(app, store):
    """What was written by then, was by who signed in, or before."""
    db = opening.connect(shutil.copy(store, store.with_name("read.duckdb")))
    names = {one for (one,) in db.execute("select distinct actor from change").fetchall()}
    opening.close(db)
    assert not {one for one in names if "rik" in one}


def test_at_another_name_than_that_of_the_sign_in_nothing_answers(app):
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(app).port, timeout=20)
    connection.request("GET", "/", headers={"host": f"localhost:{urlsplit(app).port}"})
    answer = connection.getresponse()
    assert answer.status == 403
    answer.read()
    connection.close()
