"""Find an allocator that is quick with small pieces, or install it: Debian's mimalloc when root."""

import sys
from pathlib import Path

import debian

LIBRARIES = Path("/usr/lib")
NAME = "libmimalloc.so.2"
PACKAGE = "libmimalloc2.0"


def find():
    """The path of the library, or None where it is not."""
    return next((str(path) for path in sorted(LIBRARIES.glob(f"*/{NAME}"))), None)


def main():
    """Install it where it is wanting and can be; the tests do without it, only slower."""
    if not find():
        debian.install(PACKAGE)


if __name__ == "__main__":
    sys.exit(main())
