"""What a browser may fetch and bring, without a server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from dq.access import roles, signin
from dq.access.rights import Person
from pages.ui.session import held
from web import browsers
from web.browsers import COOKIE, VISIT, Browsers

MINE, OTHER = {COOKIE: "mine"}, {COOKIE: "other"}


async def answered(scope, receive, send):
    """An application that answers all, or hears out a socket."""
    if scope["type"] == "websocket":
        while (await receive())["type"] != "websocket.disconnect":
            pass
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x"})


def asked(app, path, cookie=None, messages=(), **scope):
    """What comes back of a request, or of a socket with its messages."""
    told, coming = [], list(messages)

    async def send(message):
        told.append(message)

    async def receive():
        return coming.pop(0)

    headers = {"cookie": "; ".join(f"{name}={value}" for name, value in (cookie or {}).items())}
    headers |= {name.replace("_", "-"): value for name, value in scope.pop("headers", {}).items()}
    whole = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        **scope,
    }
    # In a thread of its own: a browser test may have a loop in this one.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, app(whole, receive, send)).result()
    return told, whole


@pytest.fixture
def sessions(monkeypatch):
    """The sessions that are open, which a test fills."""
    found = []
    monkeypatch.setattr(held, "open_now", lambda: iter(found))
    monkeypatch.setattr(held, "uploads", lambda session: {"there": 10})
    return found


def status(told):
    return told[0].get("status", told[0].get("code"))


def test_a_page_gives_the_cookie_once():
    told, _scope = asked(Browsers(answered), "/", headers={"accept": "text/html"})
    given = dict(told[0]["headers"])[b"set-cookie"].decode()
    assert given.startswith(f"{COOKIE}=") and given.endswith("; Path=/; HttpOnly; SameSite=Lax")
    told, _scope = asked(Browsers(answered), "/", MINE, headers={"accept": "text/html"})
    assert told[0]["headers"] == []


def test_no_cookie_is_given_like_another():
    app, given = Browsers(answered), set()
    for _ in range(20):
        told, _scope = asked(app, "/", headers={"accept": "text/html"})
        given.add(dict(told[0]["headers"])[b"set-cookie"])
    assert len(given) == 20


PLACE = "/_stcore/upload_file/one/file"


@pytest.mark.parametrize(
    ("path", "size", "answer"),
    [
        (PLACE, "5", 200),
        (PLACE, str(1_048_576 * 1000 - 10), 200),
        (PLACE, str(1_048_576 * 1000 - 9), 413),
        (PLACE, "", 413),
        (PLACE, "-5", 413),
        ("/_stcore/upload_file/one/there", "5", 413),
        ("/_stcore/upload_file/two/file", "5", 403),
    ],
    ids=["fits", "just", "too_much", "unsaid", "negative", "over_another", "another_session"],
)
def test_an_upload_fits_or_is_refused(sessions, path, size, answer):
    sessions += [held.Session("one", {}, MINE, {}), held.Session("two", {}, OTHER, {})]
    told, _scope = asked(
        Browsers(answered), path, MINE, method="PUT", headers={"content-length": size}
    )
    assert status(told) == answer


@pytest.mark.parametrize(
    ("role", "uploaded", "fetched"),
    [("administrator", 200, 200), ("lead", 403, 200), ("reader", 403, 200), (None, 403, 404)],
)
def test_files_are_for_who_has_the_right_by_now(sessions, monkeypatch, role, uploaded, fetched):
    """Whose session it is does not help who may not do it any more."""
    somebody = Person("x@office.example", frozenset({role} if role else ()))
    monkeypatch.setattr(signin, "now", lambda: signin.SignIn("https://kb.example"))
    monkeypatch.setattr(roles, "person", lambda claims, ticket: somebody)
    monkeypatch.setattr(held, "may_have", lambda session, name: True)
    sessions.append(held.Session("one", {}, MINE, {}))
    size = {"content-length": "5"}
    told, _scope = asked(Browsers(answered), PLACE, MINE, method="PUT", headers=size)
    assert status(told) == uploaded
    told, _scope = asked(Browsers(answered), "/media/x.csv", MINE)
    assert status(told) == fetched


def test_what_is_still_coming_counts(sessions):
    sessions.append(held.Session("one", {}, MINE, {}))
    app = Browsers(answered)
    app.coming["one"] = 1_048_576 * 1000 - 15
    for size, answer in (("6", 413), ("5", 200)):
        told, _scope = asked(app, PLACE, MINE, method="PUT", headers={"content-length": size})
        assert status(told) == answer
    assert app.coming["one"] == 1_048_576 * 1000 - 15


def test_there_is_an_end_to_the_number_of_uploads(sessions, monkeypatch):
    sessions.append(held.Session("one", {}, MINE, {}))
    monkeypatch.setattr(browsers, "MOST_UPLOADS", 1)
    told, _scope = asked(
        Browsers(answered), PLACE, MINE, method="PUT", headers={"content-length": "5"}
    )
    assert status(told) == 413


def leaving(app, sessions, code, said=""):
    """A socket that came and went; the headers that the application saw."""

    async def listening(scope, receive, send):
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        sessions.append(held.Session("one", headers, MINE, {}))
        await answered(scope, receive, send)

    app.app = listening
    end = [{"type": "websocket.disconnect", "code": code}]
    headers = {"sec_websocket_protocol": said, VISIT: "forged"}
    told, _scope = asked(app, "/_stcore/stream", MINE, end, type="websocket", headers=headers)
    return told


def test_who_leaves_takes_along_what_was_brought(sessions, monkeypatch):
    left = []
    monkeypatch.setattr(held, "left", left.append)
    leaving(Browsers(answered), sessions, 1006)
    assert left == []  # the network failed: it comes back
    leaving(Browsers(answered), sessions, 1001)
    assert left == ["one"]
    assert "forged" not in [one.headers[VISIT] for one in sessions]


def goes_on(app, who):
    """What becomes of who names the session "one" as theirs."""
    app.app = answered
    said = {"headers": {"sec_websocket_protocol": "streamlit, token, one"}, "type": "websocket"}
    end = [{"type": "websocket.disconnect", "code": 1006}]
    return asked(app, "/_stcore/stream", who, end, **said)[0]


@pytest.mark.parametrize("code", [1000, 1001, 1006, None])
def test_nobody_goes_on_with_a_session_of_somebody_else(sessions, monkeypatch, code):
    """Whether it was left, lost its network or is open still (None)."""
    monkeypatch.setattr(held, "left", lambda session: None)
    app = Browsers(answered)
    if code is None:
        sessions.append(held.Session("one", {}, MINE, {}))
    else:
        leaving(app, sessions, code)
        sessions.clear()
    assert status(goes_on(app, OTHER)) == 1008
    assert goes_on(app, MINE) == []


def test_whose_a_session_was_is_not_kept_for_ever(sessions, monkeypatch):
    monkeypatch.setattr("web.browsers.MOST_KNOWN", 3)
    app = Browsers(answered)
    app.owners = dict.fromkeys(map(str, range(9)), "x")
    leaving(app, sessions, 1006)
    assert list(app.owners) == ["7", "8", "one"]
