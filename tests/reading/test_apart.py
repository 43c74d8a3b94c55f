"""What one hostile file does to an upload: it is refused in a sentence, and the others are read."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace

import pytest

from dq import intake
from dq.errors import Invalid
from dq.reading import apart

GOOD = "Id,Email,LastName\n1,a@x.example,Bakker\n"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{rows}</sheetData></worksheet>"
)
WIDE = ",".join(f"c{number}" for number in range(100_000))


def packed(members, kind=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", kind) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def damaged(kind):
    content = bytearray(packed({"Contact.csv": GOOD * 1000}, kind))
    content[60:80] = b"\xff" * 20
    return bytes(content)


def overlapping():
    """One block of data under many names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Contact.csv", GOOD * 1000)
        [first] = archive.infolist()
        for number in range(20):
            again = zipfile.ZipInfo(f"Contact{number}.csv")
            for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
        archive._didModify = True
    return content.getvalue()


def workbook(golden, rows):
    """The golden workbook with other rows."""
    members = {}
    with zipfile.ZipFile(golden / "workbook.xlsx") as archive:
        for name in archive.namelist():
            members[name] = archive.read(name)
    [sheet] = [name for name in members if name.startswith("xl/worksheets/sheet")]
    return packed(members | {sheet: SHEET.format(rows=rows)})


def row(number, *columns):
    cells = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>Id</t></is></c>' for column in columns
    )
    return f'<row r="{number}">{cells}</row>'


def read(db, folder, name, content):
    """Read it beside a good file."""
    (folder / "given").write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "good").write_text(GOOD)
    return intake.read(db, [(name, folder / "given"), ("good.csv", folder / "good")])


def limited(db, **limits):
    for name, value in limits.items():
        db.execute("insert into setting values (?, ?)", [f"read_{name}", json.dumps(value)])


def refusal(batch):
    """What was said of the one file that was refused; the good one must be there."""
    assert [(sheet.name, sheet.counts.new) for sheet in batch.sheets] == [("good.csv", 1)]
    [(_, error)] = batch.refused
    return str(error)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", f"{WIDE}\n{WIDE}\n", "a.csv has more than 1000 columns"),
        ("a.zip", damaged(zipfile.ZIP_DEFLATED), "a.zip: Contact.csv cannot be unpacked."),
        ("a.zip", damaged(zipfile.ZIP_LZMA), "a.zip: Contact.csv cannot be unpacked."),
        ("a.zip", damaged(zipfile.ZIP_BZIP2), "a.zip: Contact.csv cannot be unpacked."),
        ("a.zip", overlapping(), "a.zip is not a .zip file, or it is damaged."),
        (
            "a.zip",
            packed({f"Contact{number}.csv": GOOD for number in range(30)}),
            "With a.zip this upload holds more than 25 tables",
        ),
        (
            "a.zip",
            packed({f"Contact{number}.csv": "" for number in range(30)}),
            "a.zip cannot be read: 30 of the files in it are damaged",
        ),
        (
            "a.csv",
            "Id;LastName\n" + "x;y;z\n" * 20_001,
            "a.csv has more than 20000 rows that cannot be read",
        ),
    ],
    ids=["columns", "zlib", "lzma", "bzip2", "overlap", "tables", "empty", "rows"],
)
def test_a_hostile_file_is_refused_and_the_others_are_read(db, tmp_path, name, content, said):
    assert refusal(read(db, tmp_path, name, content)).startswith(said)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (row(1, "A", "B") + row(2_000_000_000, "A"), "a.xlsx is not an Excel workbook, or it is"),
        (row(1, "A", "B") + row(2, "A", "XFD"), "a.xlsx has more than 1000 columns"),
    ],
    ids=["two_billion_rows", "last_column"],
)
def test_a_workbook_larger_than_it_seems_is_refused(db, tmp_path, golden, rows, said):
    assert refusal(read(db, tmp_path, "a.xlsx", workbook(golden, rows))).startswith(said)


def test_empty_cells_far_to_the_right_are_no_columns(db, tmp_path, golden):
    rows = row(1, "A") + "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="XFD{n}"/></row>' for n in range(2, 50)
    )

    batch = read(db, tmp_path, "a.xlsx", workbook(golden, rows))

    assert batch.refused == []
    assert batch.sheets[0].headers == ["Id"]


@pytest.mark.parametrize(
    ("limits", "name", "content", "said"),
    [
        ({"columns": 50}, "a.csv", ";".join(map(str, range(51))), "a.csv has more than 50 columns"),
        (
            {"cells": 1},
            "a.csv",
            "Id;LastName\n" + "1;a\n" * 500_000,
            "a.csv has more than 1 million cells",
        ),
        (
            {"unpacked": 10},
            "a.zip",
            packed({"a.csv": os.urandom(6 << 20), "b.csv": os.urandom(6 << 20)}),
            "a.zip becomes larger than 10 MB",
        ),
        (
            {"members": 1},
            "a.zip",
            packed({"a.csv": GOOD, "b.csv": GOOD}),
            "a.zip holds more than 1 files or sheets",
        ),
        (
            {"memory": 150},
            "a.csv",
            b"Id;LastName\n" + b"1;Zo\xeb\n" * 10_000_000,
            "Reading a.csv takes more than 150 MB of memory",
        ),
    ],
    ids=["columns", "cells", "unpacked", "members", "memory"],
)
def test_each_limit_is_a_setting_and_says_what_to_do(db, tmp_path, limits, name, content, said):
    limited(db, **limits)

    told = refusal(read(db, tmp_path, name, content))

    assert told.startswith(said)
    assert told.endswith("or allow more under Settings.")


def test_a_file_that_takes_too_long_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"Id;LastName\n" + b'"1;"Zo\xeb\n' * 100_000)
    (tmp_path / "good.csv").write_text(GOOD)
    with apart.reader(replace(apart.limits(), seconds=0)) as reader:
        with pytest.raises(Invalid, match=r"Reading a\.csv takes longer than 0 seconds; split it"):
            list(reader.tables("a.csv", tmp_path / "a.csv"))
        reader.limits = apart.limits()

        assert [name for name, _ in reader.tables("good.csv", tmp_path / "good.csv")] == [
            "good.csv"
        ]


def test_a_process_that_was_killed_is_a_file_that_could_not_be_read(tmp_path):
    (tmp_path / "a.zip").write_bytes(packed({"a.csv": GOOD * 50_000, "b.csv": GOOD * 50_000}))
    (tmp_path / "good.csv").write_text(GOOD)
    with apart.reader(apart.limits()) as reader:
        tables = reader.tables("a.zip", tmp_path / "a.zip")
        reader._process = apart._idle()
        reader._process.running.kill()

        with pytest.raises(Invalid, match=r"a\.zip could not be read: reading it broke off"):
            list(tables)

        [(name, table)] = list(reader.tables("good.csv", tmp_path / "good.csv"))
        assert (name, table.headers) == ("good.csv", ["Id", "Email", "LastName"])


def test_half_of_a_zip_is_not_read(db, tmp_path, monkeypatch):
    """The process dies after the first of two files."""
    (tmp_path / "a.zip").write_bytes(packed({"Contact.csv": GOOD, "Account.csv": "Id,Name\n1,A\n"}))
    ask = apart._Process.ask

    def dies(process, request, limits):
        yield next(ask(process, request, limits))
        process.running.kill()
        raise EOFError

    monkeypatch.setattr(apart._Process, "ask", dies)
    batch = intake.read(db, [("a.zip", tmp_path / "a.zip")])

    assert batch.sheets == []
    assert [name for name, _ in batch.refused] == ["a.zip"]


def test_the_process_serves_the_next_upload(db, tmp_path):
    (tmp_path / "good.csv").write_text(GOOD)
    found = []
    for _ in range(2):
        intake.read(db, [("good.csv", tmp_path / "good.csv")])
        found.append(apart._waiting[0].running.pid)

    assert found[0] == found[1]


PARENT = """
import sys, time
from pathlib import Path
from dq.reading import apart
with apart.reader(apart.limits()) as reader:
    list(reader.tables("good.csv", Path(sys.argv[1])))
    print(reader._process.running.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM], ids=["kill", "term"])
def test_the_process_ends_with_its_parent(tmp_path, sign):
    (tmp_path / "good.csv").write_text(GOOD)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "good.csv")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=apart.ROOT,
    )
    with parent:
        child = int(parent.stdout.readline())
        os.kill(child, 0)
        parent.send_signal(sign)
        parent.wait()

    for _ in range(100):
        if not alive(child):
            return
        time.sleep(0.1)
    pytest.fail("it still runs")


def alive(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_limits_hold_without_a_store():
    assert apart.limits().columns == 1000


def test_the_seconds_are_a_setting(db):
    limited(db, seconds=7)

    assert apart.limits(db).seconds == 7
