"""How it is put on a server: the service, the container, and what the pages about them say."""

import re
import shutil
import subprocess

import pytest

from dq.access.rights import ROLES
from dq.access.signin import NEEDED
from pages.ui.frame.frame import ROOT

SERVICE = ROOT / "deploy" / "kaartenbak.service"
analyze = shutil.which("systemd-analyze")


@pytest.mark.skipif(not analyze, reason="systemd is not on this machine")
def test_the_service_is_understood_and_shut_in():
    asked = [analyze, "verify", str(SERVICE)]
    said = subprocess.run(asked, capture_output=True, text=True).stderr
    ours = [line for line in said.splitlines() if "kaartenbak" in line.lower()]
    # The program itself is not in its place here.
    assert [line for line in ours if "is not executable" not in line] == []
    asked = [analyze, "security", "--offline=true", "--threshold=20", str(SERVICE)]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-200:]


def test_the_service_writes_for_its_owner_and_in_its_own_folder():
    text = SERVICE.read_text("utf-8")
    lines = set(text.splitlines())
    assert {"UMask=0077", "StateDirectoryMode=0700", "ProtectSystem=strict"} <= lines
    assert "User=kaartenbak" in lines
    assert "ReadWritePaths" not in text


def test_the_container_has_one_stage_and_no_root():
    lines = (ROOT / "Containerfile").read_text("utf-8").splitlines()
    words = [line.split()[0] for line in lines if re.match("[A-Z]+ ", line)]
    assert words.count("FROM") == 1 and words.count("USER") == 1
    assert "USER 10001" in lines and "VOLUME /data" in lines and "HEALTHCHECK" in words
    after = words[words.index("USER") :]
    assert "RUN" not in after and "COPY" not in after


def test_nothing_of_ones_own_gets_into_the_container():
    left_out = (ROOT / ".containerignore").read_text("utf-8").split()
    assert {".streamlit/secrets.toml", "data/store.duckdb*", "data/backup", "data/inbox"} <= set(
        left_out
    )
    assert "/.streamlit/secrets.toml" in (ROOT / ".gitignore").read_text("utf-8").split()


def test_the_page_about_it_names_what_there_is():
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for name in ROLES:
        assert f"| `{name}` |" in text
    for example in re.findall(r"```toml\n\[auth\](.*?)```", text, re.S):
        assert all(f"\n{name} " in example for name in NEEDED)
    for path in re.findall(r"\]\(\.\./([^)#]+)\)", text):
        assert (ROOT / path).exists(), path
