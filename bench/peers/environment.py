"""The rivals' own environments, each with pinned packages; one that cannot be had is left out."""

import subprocess
import sys
from pathlib import Path

from bench.data import OUT
from bench.runs import ROOT

# Apart, since they want other versions of the same libraries.
PACKAGES = {
    "peers": ("splink==5.0.0", "recordlinkage==0.16"),
    "goldenmatch": ("goldenmatch==3.22.0",),
    "custmatch": ("custmatch==0.1.2",),
    "dupehell": ("dupehell==0.5.5",),
}


def install(name: str) -> Path:
    """The Python of an environment, which is made where it is not there yet.

    :raises CalledProcessError: its packages cannot be had
    """
    folder, packages = OUT / name, PACKAGES[name]
    python, stamp = folder / "bin" / "python", folder / "installed.txt"
    if not stamp.exists() or stamp.read_text() != "\n".join(packages):
        print("Installing", *packages, "...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        uv = [str(ROOT / ".venv" / "bin" / "uv"), "pip", "install", "-q", "--python", str(python)]
        pip = [str(python), "-m", "pip", "install", "-q"]
        if not Path(uv[0]).exists() or subprocess.run([*uv, *packages], check=False).returncode:
            subprocess.run([*pip, *packages], check=True)
        stamp.write_text("\n".join(packages))
    return python
