"""Whether people sign in, and where: what `secrets.toml` says under [auth].

The file and its section are Streamlit's; what is said in it of rights is read by `roles`.
"""

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dq.errors import N_, Invalid

ROOT = Path(__file__).resolve().parents[2]
# The shortest secret that signs what a browser brings back.
SHORTEST = 32
BROKEN = N_("{path} cannot be read: {why}")
LACKS = N_('Sign-in lacks "{name}" under [auth] in {path}.')
SHORT = N_(
    "The cookie_secret under [auth] in {path} has fewer than {number} characters. A long one:"
    " openssl rand -hex 32"
)
NEEDED = ("redirect_uri", "cookie_secret")


@dataclass(frozen=True)
class SignIn:
    """Where people come back to when they have signed in: the app's own address."""

    origin: str

    @property
    def host(self) -> str:
        """The name and port that a browser asks for."""
        return urlsplit(self.origin).netloc

    @property
    def secure(self) -> bool:
        """Whether the way to it is encrypted."""
        return self.origin.startswith("https:")


def files() -> list[Path]:
    """Where Streamlit looks for secrets; what a later file says counts."""
    places = (Path.home(), ROOT)
    return [place / ".streamlit" / "secrets.toml" for place in places]


def own_file() -> Path:
    """Where to describe sign-in: in the project, or where that cannot be written of the user."""
    return files()[-1 if os.access(ROOT, os.W_OK) else 0]


def section(name: str) -> dict[str, Any] | None:
    """A section of the secrets; None where there is none.

    :raises Invalid: a file cannot be read
    """
    found: dict[str, Any] | None = None
    for path in files():
        if path.is_file():
            try:
                found = tomllib.loads(path.read_text("utf-8")).get(name, found)
            except (OSError, ValueError) as error:
                raise Invalid(BROKEN, path=path, why=error) from error
            if found is not None and not isinstance(found, dict):
                raise Invalid(BROKEN, path=path, why=f"[{name}]")
    return found


@cache
def now() -> SignIn | None:
    """How people sign in to this process, asked once: who takes the file away opens no door.

    :raises Invalid: it is not complete
    """
    auth = section("auth")
    if auth is None:
        return None
    path = next(path for path in reversed(files()) if path.is_file())
    for name in NEEDED:
        if not isinstance(auth.get(name), str):
            raise Invalid(LACKS, name=name, path=path)
    if len(auth["cookie_secret"]) < SHORTEST:
        raise Invalid(SHORT, path=path, number=SHORTEST)
    address = urlsplit(auth["redirect_uri"])
    return SignIn(f"{address.scheme}://{address.netloc}")
