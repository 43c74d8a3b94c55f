"""Install what is wanting of Debian, where that is allowed."""

import os
import shutil
import subprocess
import sys


def install(package):
    """Whether the package is there now: only root may install it, on a Debian."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], **quiet)
    command = ["apt-get", "install", "--yes", "--no-install-recommends", package]
    return subprocess.run(command, **quiet, env=environment).returncode == 0


def main(program, package):
    """Install the package of a program that is not there; what needs it is skipped without."""
    if not shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin"):
        install(package)


if __name__ == "__main__":
    main(*sys.argv[1:])
