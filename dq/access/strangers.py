"""Who the app does not answer: a name that is not its own, a page of somebody else, a network
without sign-in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from dq.access import signin
from dq.access.signin import SignIn
from dq.errors import N_, DqError, Invalid

LOCAL = ("localhost", "127.0.0.1", "::1")
# What answers anyone, and says nothing but that it lives.
HEALTH = "/_stcore/health"
# What nobody needs and everybody could ask.
SHUT = ("/_stcore/metrics", "/_stcore/agent")
CONFIGURE = N_(
    "Kaartenbak answers on {address} only where people sign in. Describe that under [auth] in"
    ' {path} (docs/operations.md, "Sign-in"), or leave the address at 127.0.0.1.'
)
NAME = N_(
    "Kaartenbak does not answer to this name. Who looks after it can add the name to allowedHosts"
    " in .streamlit/config.toml."
)
PAGE = N_("Kaartenbak does not answer to a page that is not its own.")
GONE = N_("This file is no longer there. Make it anew on its page.")
FULL = N_("That is more than one visitor may upload at a time.")
SHUT_SAID = N_("This is not answered here.")


@dataclass(frozen=True)
class Asked:
    """A request, as far as it tells who asks. `local` is the address at which it came in."""

    path: str  # without where the app begins
    headers: Mapping[str, str]
    method: str = "GET"
    socket: bool = False
    local: str | None = "127.0.0.1"


def listening(address: str | None, sign_in: SignIn | None) -> None:
    """Let the app answer at an address; None is every address of the machine.

    :raises Invalid: others than who sits at this machine could ask, and nobody signs in
    """
    if sign_in is None and not _loopback(address):
        raise Invalid(CONFIGURE, address=address or "0.0.0.0", path=signin.own_file())


def refused(asked: Asked, sign_in: SignIn | None, names: Collection[str]) -> DqError | None:
    """Why a request is not answered; None where it is.

    :param names: of the hosts that are configured; "*.example.nl" is every name below it
    """
    try:
        listening(asked.local, sign_in)
    except Invalid as error:
        return error
    if asked.path == HEALTH and not asked.socket:
        return None
    if any(shut in asked.path for shut in SHUT):
        return Invalid(SHUT_SAID)
    host = asked.headers.get("host", "")
    if not _known(host, sign_in, names):
        return Invalid(NAME)
    return None if _own_page(asked, host, sign_in) else Invalid(PAGE)


def _loopback(address: str | None) -> bool:
    if not address:
        return False
    if address.lower() == "localhost" or address.startswith(("/", "unix:")):
        return True
    try:
        return ip_address(address.strip("[]").split("%")[0]).is_loopback
    except ValueError:
        return False


def _known(host: str, sign_in: SignIn | None, names: Collection[str]) -> bool:
    if sign_in is not None and host.lower() == sign_in.host.lower():
        return True
    name = _name(host)
    if not name:
        return False
    if sign_in is None and name in LOCAL:
        return True
    configured = [one.strip().lower().rstrip(".") for one in names]
    return any(
        name.endswith(one[1:]) if one.startswith("*.") else name == one for one in configured
    )


def _name(host: str) -> str:
    """The name in a Host header; "" where it is not one."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    if parts.netloc != host or "@" in host or parts.path or parts.query or parts.fragment:
        return ""
    return (parts.hostname or "").lower().rstrip(".")


def _own_page(asked: Asked, host: str, sign_in: SignIn | None) -> bool:
    """Whether a page of ours asks, or nobody's: a link, an address that is typed."""
    origin = asked.headers.get("origin")
    if origin is None:
        # A browser always says it of a socket and of what changes something.
        return not asked.socket and asked.method in ("GET", "HEAD") and _not_from_elsewhere(asked)
    if sign_in is not None and host.lower() == sign_in.host.lower():
        return origin.lower() == sign_in.origin.lower()
    return origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())


def _not_from_elsewhere(asked: Asked) -> bool:
    """Whether what is no page is asked for by one of ours."""
    site = asked.headers.get("sec-fetch-site", "none")
    goes_there = asked.headers.get("sec-fetch-mode", "navigate") == "navigate"
    ours_alone = "/media/" in asked.path or asked.path.endswith("/auth/logout")
    return site in ("same-origin", "none") or goes_there and not ours_alone
