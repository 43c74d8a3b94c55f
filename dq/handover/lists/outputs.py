"""Files that a command writes: never over what is somebody else's, and whole or not at all."""

import csv
import io
import os
import re
import secrets
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dq import scratch
from dq.errors import N_, Invalid
from dq.handover.lists.sheet import CREATOR

# How DuckDB and others name what already stands open, instead of a file.
STREAM = re.compile(r"/(?:dev|proc/self)/fd/(\d+)")
STREAMS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
# A mark at the begin of a file is within so many bytes.
MARKED = 2_000


@dataclass(frozen=True)
class Output:
    """A file that is about to be written: a CSV with this header row, a file with this `mark` at
    its begin or its end, or (neither) an Excel file.

    The header is asked only where there is a file already.
    """

    path: Path
    header: Callable[[], Sequence[str]] | None = None
    mark: bytes | None = None


def refuse(
    outputs: Iterable[Output],
    kept: Iterable[Path] = (),
    store: Path | None = None,
    made: Path | None = None,
) -> None:
    """Say what is wrong with the outputs before any work is done.

    Kaartenbak's own is a CSV with just the header row that is about to be written, a file with its
    mark, or an Excel file that names it as its creator; so an empty file is not. What is open
    already, as /dev/stdout, was chosen by whoever opened it.

    :param kept: the inputs of the command
    :param store: the store, of which the log and the copies in its backup folder are kept too
    :param made: a folder that the command makes where there is none
    :raises Invalid: an output is one of these, another output, a file that somebody else made, or
        it cannot be written
    """
    taken = [*kept, *(_of_store(store) if store else ())]
    for output in outputs:
        path = output.path
        if any(same(path, other) for other in taken):
            raise Invalid(N_("{file} would be overwritten; name another file."), file=str(path))
        taken.append(path)
        if not _writable(path, made):
            raise Invalid(
                N_("{file} cannot be written; name a file in a folder that is there."),
                file=str(path),
            )
        if _is_file(path) and not _ours(output):
            raise Invalid(
                N_("{file} was not made by Kaartenbak, so it stays; name another file."),
                file=str(path),
            )


def refuse_folders(folders: Iterable[Path], kept: Iterable[Path]) -> None:
    """The same for folders, which are always new.

    :raises Invalid: a folder is there already, or is the same as another one or as an input
    """
    taken = list(kept)
    for path in folders:
        if any(same(path, other) for other in taken):
            raise Invalid(N_("{file} would be overwritten; name another file."), file=str(path))
        taken.append(path)
        if os.path.lexists(path):
            raise Invalid(N_("{file} exists already; name a new folder."), file=str(path))


def same(one: Path, other: Path) -> bool:
    """Whether two paths are of one file, also by a link, and one that is not there yet."""
    if one.exists() and other.exists():
        return one.samefile(other)
    one, other = (Path(os.path.realpath(path)) for path in (one, other))
    if one == other:
        return True
    known = one.parent.exists() and other.parent.exists()
    return known and one.name == other.name and one.parent.samefile(other.parent)


def _writable(path: Path, made: Path | None) -> bool:
    if path.is_dir():
        return False
    if not _becomes_file(path):
        return _stream(path) is not None or os.access(path, os.W_OK)
    folder = Path(os.path.realpath(path)).parent
    if path.parent == made:
        folder = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


@contextmanager
def drafts() -> Generator[Callable[[Path], Path]]:
    """Where to write what is to be under a name: `draft(path)`; all get their names at the end.

    Until then an earlier file stays as it was, whatever happens. What is no file, such as a pipe,
    gets the bytes at the end.

    :raises OSError: a file cannot be written
    """
    made: list[tuple[Path, Path]] = []
    with ExitStack() as stack:

        def draft(path: Path) -> Path:
            made.append((stack.enter_context(_beside(path)), path))
            return made[-1][0]

        yield draft
        for one, _path in made:
            _to_disk(one)
        for one, path in made:
            _put(one, path)


@contextmanager
def folders(*paths: Path) -> Generator[list[Path]]:
    """Where to make folders that are to be under these names: they get them when all went well.

    Only on a file system of this machine; elsewhere Spark tells of a whole one by a file _SUCCESS.
    """
    token = secrets.token_hex(4)
    made = [
        path if ":" in path.parts[0] else path.with_name(f"{path.stem}-{token}.part{path.suffix}")
        for path in paths
    ]
    try:
        yield made
        for one, path in zip(made, paths, strict=True):
            if one.is_dir():
                one.rename(path)
    finally:
        for one, path in zip(made, paths, strict=True):
            if one != path:
                shutil.rmtree(one, ignore_errors=True)


@contextmanager
def _beside(path: Path) -> Generator[Path]:
    """A draft in the folder of the file that it will replace."""
    real = Path(os.path.realpath(path))
    place = real.parent if _becomes_file(path) else Path(tempfile.gettempdir())
    with ExitStack() as stack:
        try:
            made = stack.enter_context(scratch.draft(place, real.name))
        except OSError as error:
            error.filename = str(path)  # the name that was given says more than ours
            raise
        yield made


def _put(draft: Path, path: Path) -> None:
    number = _stream(path)
    if number is not None:
        with draft.open("rb") as source, os.fdopen(os.dup(number), "wb") as sink:
            shutil.copyfileobj(source, sink)
    elif not _becomes_file(path):
        with draft.open("rb") as source, path.open("wb") as sink:
            shutil.copyfileobj(source, sink)
    else:
        real = os.path.realpath(path)
        draft.chmod(_mode(real))
        draft.replace(real)


def _to_disk(draft: Path) -> None:
    """A name must not outlive a power cut that its content did not."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def _mode(path: str) -> int:
    """The permissions of the earlier file, else those of any new one."""
    if os.path.exists(path):
        return stat.S_IMODE(os.stat(path).st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _stream(path: Path) -> int | None:
    """The number of what is open under this name, also through links to it."""
    text = str(path)
    for _ in range(20):
        if text in STREAMS:
            return STREAMS[text]
        if found := STREAM.fullmatch(text):
            return int(found[1])
        if not os.path.islink(text):
            return None
        text = os.path.join(os.path.dirname(text), os.readlink(text))
    return None


def is_stdout(path: Path) -> bool:
    """Whether what is written there comes where messages go."""
    return _stream(path) == 1


def _is_file(path: Path) -> bool:
    return _stream(path) is None and path.is_file()


def _becomes_file(path: Path) -> bool:
    return _stream(path) is None and (path.is_file() or not path.exists())


def _of_store(store: Path) -> list[Path]:
    """The store, what DuckDB and we keep beside it, and the copies in its backup folder."""
    real = Path(os.path.realpath(store))
    backup = real.parent / "backup"
    copies = [path for path in backup.iterdir() if path.is_file()] if backup.is_dir() else []
    beside = [
        real.with_name(f"{real.name}.{end}") for end in ("wal", "last", "part", "tmp", "anew")
    ]
    return [real, *beside, *copies]


def _ours(output: Output) -> bool:
    """Whether the file that is there is an earlier one of Kaartenbak."""
    try:
        if output.mark is not None:
            return marked(output.path, output.mark)
        if output.header is None:
            return _creator(output.path) == CREATOR
        return _header(output.path) == list(output.header())
    except (OSError, ValueError, KeyError, csv.Error, zipfile.BadZipFile):
        return False


def marked(path: Path, mark: bytes) -> bool:
    """Whether a file has this mark near its begin or at its end."""
    with path.open("rb") as file:
        begin = file.read(MARKED)
        file.seek(max(0, path.stat().st_size - len(mark)))
        return mark in begin or file.read() == mark


def _header(path: Path) -> list[str]:
    """The first row of a CSV."""
    with path.open("rb") as file:
        line = file.readline(65_536).decode("utf-8-sig").rstrip("\r\n")
    return next(csv.reader(io.StringIO(line), strict=True), [])


def _creator(path: Path) -> str | None:
    """Who made an Excel file, by its properties."""
    with zipfile.ZipFile(path) as archive:
        properties = archive.read("docProps/core.xml").decode()
    found = re.search(r"<dc:creator>([^<]*)</dc:creator>", properties)
    return found[1] if found else None
