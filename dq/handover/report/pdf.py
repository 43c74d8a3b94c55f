"""The printable page as a PDF, by a Chromium where there is one."""

import os
import shutil
import subprocess
from pathlib import Path

from dq import scratch
from dq.errors import N_, Invalid

# What Chromium is called, and where it is on machines that do not find it by its name. The one
# without windows is first: it asks for two thirds of the processor that the others do.
NAMES = (
    *(
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ),
    *("chrome", "msedge", "microsoft-edge", "microsoft-edge-stable"),
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# Nothing of it goes outside, and the browser of who sits here is left alone.
OPTIONS = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer"),
)
SECONDS = 120
# By this at its end an earlier PDF is known as ours.
MARK = b"%Made by Kaartenbak\n"
NONE = N_(
    "There is no Chromium on this machine to make a PDF with. Take the page (.html) and print it"
    " from a browser, or install Chromium."
)
FAILED = N_("Chromium did not make the PDF. Take the page (.html) and print it from a browser.")


def chromium() -> str | None:
    """The path of a Chromium that is there, or None."""
    found = (shutil.which(name) for name in NAMES)
    there = (place for place in PLACES if Path(place).is_file())
    return next((path for path in (*found, *there) if path), None)


def write(html: str, target: Path) -> None:
    """Print a page to `target`.

    :raises Invalid: there is no Chromium, or it does not do it
    """
    browser = chromium()
    if browser is None:
        raise Invalid(NONE)
    with scratch.folder() as folder:
        page, made = folder / "report.html", folder / "report.pdf"
        page.write_text(html, "utf-8")
        command = [browser, *OPTIONS, f"--user-data-dir={folder / 'profile'}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # it refuses to be root with one
        _run([*command, f"--print-to-pdf={made}", page.as_uri()])
        if not made.is_file():
            raise Invalid(FAILED)
        target.write_bytes(made.read_bytes() + MARK)


def _run(command: list[str]) -> None:
    quiet = subprocess.DEVNULL
    try:
        subprocess.run(
            command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Invalid(FAILED) from error
