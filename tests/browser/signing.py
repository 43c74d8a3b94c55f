"""A sign-in service on this machine, and an app that asks it who is there."""

import contextlib
import json
import os
import subprocess
import sys

from server import answers, free, serving


@contextlib.contextmanager
def provider(**people):
    """A service that knows people by their first names, each with claims; yields its address."""
    port = free()
    users = [
        json.dumps({"sub": name, "email": f"{name}@office.example", **claims})
        for name, claims in people.items()
    ]
    given = [part for one in users for part in ("--user-claims", one)]
    served = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *given],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        answers(f"http://127.0.0.1:{port}/.well-known/openid-configuration", served)
        yield f"http://127.0.0.1:{port}"
    finally:
        served.terminate()
        served.wait(20)


def secrets(home, service, address, rights):
    """Write the secrets of the owner of the app, who lives in `home`."""
    path = home / ".streamlit" / "secrets.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"""
        [auth]
        redirect_uri = "{address}/oauth2callback"
        cookie_secret = "{"s" * 40}"
        client_id = "kaartenbak"
        client_secret = "not much of one"
        server_metadata_url = "{service}/.well-known/openid-configuration"
        [rights]
        {rights}
        """
    )
    return path


@contextlib.contextmanager
def app(store, home, port):
    """The app with those secrets; yields its address."""
    environment = {**os.environ, "HOME": str(home)}
    with serving(store, port=port, environment=environment) as address:
        yield address
