"""Outputs: never over what is somebody else's, and whole or not at all."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dq.__main__ import main
from dq.errors import Invalid
from dq.handover.lists import files, outputs
from dq.handover.lists.outputs import Output

ROOT = Path(__file__).parents[3]
ACCOUNTS = "Id,Name\nA1,Bakker Bouw\nA2,Vis Installatie\n"
CONTACTS = (
    "Id,AccountId,FirstName,LastName,Email\n"
    "C1,A1,Jan,Harbrinkhoek,jan@bouw.example\n"
    "C2,A1,J.,Harbrinkhoek,jan@bouw.example\n"
    "C3,A2,Els,Vermeulen,els@vis.example\n"
)
DECISIONS = "left_id,right_id,same\nC1,C3,false\n"
COLUMNS = "given_name=FirstName,surname=LastName,email=Email"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A store with a copy in its backup folder and a log beside it, and files to read."""
    folder = tmp_path_factory.mktemp("template")
    for name, text in (("Account.csv", ACCOUNTS), ("Contact.csv", CONTACTS)):
        (folder / name).write_text(text, "utf-8")
    exports = [str(folder / "Account.csv"), str(folder / "Contact.csv")]
    assert main(["load", *exports, "--store", str(folder / "store.duckdb")]) == 0
    return folder


@pytest.fixture
def there(tmp_path, template):
    """What a command may find: the names of things that it must leave alone."""
    for path in template.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "decisions.csv").write_text(DECISIONS, "utf-8")
    (tmp_path / "backup").mkdir()
    copy = tmp_path / "backup" / "store-20261123-090000.duckdb"
    copy.write_bytes((tmp_path / "store.duckdb").read_bytes())
    (tmp_path / "foreign.csv").write_text("name;amount\nJan;12\n", "utf-8")
    (tmp_path / "foreign.xlsx").write_bytes(b"PK\x03\x04 a workbook of somebody")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "folder").mkdir()
    return tmp_path


# What each command writes: its arguments, with a place for every output.
WRITES = {
    "check": ["check", "--output", "{0}"],
    "duplicates": ["duplicates", "--pairs", "{0}", "--groups", "{1}"],
    "of_a_file": [
        *("duplicates", "--pairs", "{0}", "--groups", "{1}", "--columns", COLUMNS),
        *("--input", "{here}/Contact.csv", "--decisions", "{here}/decisions.csv"),
    ],
    "of_a_folder": ["duplicates", "--pairs", "{0}", "--groups", "{1}", "--input", "{here}"],
    "on_spark": [
        *("duplicates", "--pairs", "{0}", "--groups", "{1}", "--input", "{here}"),
        *("--engine", "spark"),
    ],
}
INPUTS = {"of_a_file": ("Contact.csv", "decisions.csv"), "of_a_folder": ("Account.csv", ".")}
INPUTS["on_spark"] = INPUTS["of_a_folder"]
NEVER = {
    "the_store": "store.duckdb",
    "its_log": "store.duckdb.wal",
    "a_copy": "backup/store-20261123-090000.duckdb",
    "somebodys": "foreign.csv",
    "a_workbook": "foreign.xlsx",
    "empty": "empty.csv",
    "a_folder": "folder",
    "an_absent_folder": "absent/found.csv",
}
OF_THE_STORE = ("check", "duplicates")


def spellings(there, name):
    """The same file by other names."""
    path = there / name
    yield path
    yield there / "folder" / ".." / name
    link = there / f"link-{path.name}"
    link.symlink_to(path)
    yield link
    (there / "there").symlink_to(there, target_is_directory=True)
    yield there / "there" / name
    if path.is_file():
        hard = there / f"hard-{path.name}"
        os.link(path, hard)
        yield hard


CASES = [
    (command, place, kind, name)
    for command, arguments in WRITES.items()
    for place in range(sum("{0}" in one or "{1}" in one for one in arguments))
    for kind, name in [
        *NEVER.items(),
        *((f"input_{number}", name) for number, name in enumerate(INPUTS.get(command, ()))),
    ]
    # Without the store its log is a name as any other, and Spark makes the folders above its own.
    if not (command not in OF_THE_STORE and kind == "its_log")
    and not (command == "on_spark" and kind == "an_absent_folder")
]


def everything(folder):
    return {
        path.relative_to(folder): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if "there" not in path.relative_to(folder).parts
    }


def refused(there, command, paths, capsys):
    """The sentence with which a command refuses to write there; nothing is written."""
    given = [one.format(*paths, here=there) for one in WRITES[command]]
    before = everything(there)
    capsys.readouterr()
    assert main([*given, "--store", str(there / "store.duckdb")]) == 2
    told = capsys.readouterr()
    assert everything(there) == before
    assert told.out == "" and len(told.err.strip().splitlines()) == 1
    return told.err


@pytest.mark.parametrize(("command", "place", "kind", "name"), CASES)
def test_no_command_writes_over_what_is_not_its_own(there, command, place, kind, name, capsys):
    for path in spellings(there, name):
        paths = [there / "first.csv", there / "second.csv"]
        paths[place] = path
        assert any(
            word in refused(there, command, paths, capsys)
            for word in ("overwritten", "not made by", "cannot be written", "exists already")
        )


@pytest.mark.parametrize("command", ["duplicates", "of_a_file", "of_a_folder", "on_spark"])
def test_two_outputs_are_two_files(there, command, capsys):
    for path in spellings(there, "found.csv"):
        said = refused(there, command, [there / "found.csv", path], capsys)
        assert "overwritten" in said


@pytest.mark.parametrize("kind", ["the_store", "a_copy", "somebodys", "a_workbook", "empty"])
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_an_export_leaves_what_is_not_its_own(there, kind, link, capsys):
    name = "contacts.xlsx" if kind == "a_workbook" else "contacts.csv"
    link(there / NEVER[kind], there / "folder" / name)
    before = everything(there)
    capsys.readouterr()
    store = ["--store", str(there / "store.duckdb")]
    assert main(["export", "--output", str(there / "folder"), *store]) == 2
    assert everything(there) == before
    assert name in capsys.readouterr().err


def test_an_export_goes_to_no_file(there, capsys):
    store = ["--store", str(there / "store.duckdb")]
    before = everything(there)
    assert main(["export", "--output", str(there / "foreign.csv"), *store]) == 2
    assert everything(there) == before


def test_no_store_is_made_where_the_output_would_be_it(tmp_path):
    path = str(tmp_path / "store.duckdb")
    assert main(["check", "--output", path, "--store", path]) == 2
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("command", ["check", "duplicates", "of_a_file", "of_a_folder"])
def test_its_own_earlier_output_is_replaced(there, command):
    paths = [there / "first.csv", there / "second.csv"]
    given = [one.format(*paths, here=there) for one in WRITES[command]]
    given += ["--store", str(there / "store.duckdb")]
    assert main(given) == 0
    first = paths[0].read_bytes()
    with paths[0].open("ab") as file:
        file.write(b"more\r\n")
    paths[0].chmod(0o640)
    assert main(given) == 0
    assert paths[0].read_bytes() == first
    assert paths[0].stat().st_mode & 0o777 == 0o640
    assert not [path for path in there.iterdir() if path.name.startswith(".kaartenbak")]


def test_an_export_replaces_its_own_and_makes_its_folder(there):
    given = ["export", "--output", str(there / "new" / "lists")]
    given += ["--store", str(there / "store.duckdb")]
    assert main(given) == 0
    before = {path.name for path in (there / "new" / "lists").iterdir()}
    assert main(given) == 0
    assert {path.name for path in (there / "new" / "lists").iterdir()} == before


def test_a_link_to_its_own_stays_a_link(there):
    given = ["check", "--output", str(there / "to.csv"), "--store", str(there / "store.duckdb")]
    (there / "to.csv").symlink_to(there / "folder" / "real.csv")
    for _time in range(2):
        assert main(given) == 0
    assert (there / "to.csv").is_symlink()
    assert (there / "folder" / "real.csv").read_text().startswith("check,")


def test_standard_output_has_the_findings_and_nothing_else(there):
    given = [sys.executable, "-m", "dq", "check", "--output", "/dev/stdout"]
    given += ["--store", str(there / "store.duckdb")]
    piped = subprocess.run(given, cwd=ROOT, capture_output=True, check=True)
    with (there / "redirected.csv").open("wb") as file:
        subprocess.run(given, cwd=ROOT, stdout=file, stderr=subprocess.DEVNULL, check=True)
    assert piped.stdout.startswith(b"check,severity")
    assert b"findings" in piped.stderr and b"/dev/stdout" not in piped.stdout
    assert (there / "redirected.csv").read_bytes() == piped.stdout


def test_a_pipe_gets_it_too(there):
    os.mkfifo(there / "pipe")
    heard = []
    reader = threading.Thread(target=lambda: heard.append((there / "pipe").read_bytes()))
    reader.start()
    given = ["check", "--output", str(there / "pipe"), "--store", str(there / "store.duckdb")]
    assert main(given) == 0
    reader.join(10)
    assert heard[0].startswith(b"check,severity")


def test_an_error_on_the_way_leaves_the_earlier_file(tmp_path):
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("a\n1\n")
    with pytest.raises(ZeroDivisionError), outputs.drafts() as draft:
        draft(one).write_text("a\n2\n")
        draft(two).write_text("a\n2\n")
        raise ZeroDivisionError
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("one.csv", "a\n1\n")]


def test_a_full_disk_leaves_the_earlier_file_and_is_one_sentence(there, monkeypatch, capsys):
    given = ["check", "--output", str(there / "f.csv"), "--store", str(there / "store.duckdb")]
    assert main(given) == 0
    before = (there / "f.csv").read_bytes()

    def full(*_given):
        raise OSError(28, "No space left on device", str(there / "f.csv"))

    monkeypatch.setattr(outputs.os, "fsync", full)
    capsys.readouterr()
    assert main(given) == 2
    assert (there / "f.csv").read_bytes() == before
    assert "The disk is full" in capsys.readouterr().err


KILLED = """
import os, signal, sys
from pathlib import Path
from dq.handover.lists import outputs
with outputs.drafts() as draft:
    with draft(Path(sys.argv[1])).open("w") as file:
        file.write("a\\n2")
        file.flush()
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_leaves_the_earlier_file(tmp_path):
    (tmp_path / "f.csv").write_text("a\n1\n")
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "f.csv")], cwd=ROOT, check=False)
    assert (tmp_path / "f.csv").read_text() == "a\n1\n"
    assert len(list(tmp_path.iterdir())) == 2
    with outputs.drafts() as draft:  # the next run clears what is left
        draft(tmp_path / "f.csv").write_text("a\n3\n")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("f.csv", "a\n3\n")]


def test_a_workbook_of_kaartenbak_is_known_by_its_properties(db, tmp_path):
    files.to_xlsx(db, "select 1 as a", tmp_path / "a.xlsx")
    outputs.refuse([Output(tmp_path / "a.xlsx")])
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    with pytest.raises(Invalid, match="not made by Kaartenbak"):
        outputs.refuse([Output(tmp_path / "b.xlsx")])


def test_folders_get_their_names_when_all_is_written(tmp_path):
    one = tmp_path / "pairs.parquet"
    with pytest.raises(ZeroDivisionError), outputs.folders(one) as [made]:
        made.mkdir()
        raise ZeroDivisionError
    assert [*tmp_path.iterdir()] == []
    with outputs.folders(one) as [made]:
        assert made.suffix == ".parquet"
        made.mkdir()
        (made / "part").touch()
        assert not one.exists()
    assert [path.name for path in one.iterdir()] == ["part"]
    with outputs.folders(Path("hdfs:/there/pairs")) as [made]:
        assert made == Path("hdfs:/there/pairs")
