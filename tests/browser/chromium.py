"""Find a Chromium, or install one: Debian's package when root, else Playwright's own download."""

import os
import subprocess
import sys
from pathlib import Path

import debian

from dq.handover.report import pdf

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


def find() -> str | None:
    """The path of a Chromium that is there, or None."""
    return pdf.chromium() or downloaded()


def launch() -> dict[str, object]:
    """How Playwright is to start it: it has an allocator of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    return {"executable_path": find(), "args": FLAGS, "env": environment}


def downloaded() -> str | None:
    """The path of Playwright's own Chromium, or None when it was not downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Get a Chromium in the way this machine allows."""
    if not debian.install("chromium-headless-shell"):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Print the path of a Chromium; say what to do when there is none to be had."""
    path = find()
    if path is None:
        print("No Chromium here yet; installing one ...", file=sys.stderr)
        install()
        path = find()
    if path is None:
        print("The browser tests need Chromium: apt install chromium", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
