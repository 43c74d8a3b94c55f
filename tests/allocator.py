"""Find an allocator that is quick with small pieces, or install it: Debian's mimalloc when root."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

LIBRARIES = Path("/usr/lib")
NAME = "libmimalloc.so.2"
PACKAGE = "libmimalloc2.0"


def find():
    """The path of the library, or None where it is not."""
    return next((str(path) for path in sorted(LIBRARIES.glob(f"*/{NAME}"))), None)


def main():
    """Install it where it is wanting and can be; the tests do without it, only slower."""
    if find() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], **quiet)
    subprocess.run(["apt-get", "install", "--yes", PACKAGE], **quiet, env=environment)


if __name__ == "__main__":
    sys.exit(main())
