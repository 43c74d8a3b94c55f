"""Good exports, and what can be wrong with a file: every mutation is a function of a seed."""

import copy
import csv
import io
import random
import zipfile
from functools import cache

WORDS = ["Jan", "Els", "Zoë", "d'Ancona", "van der Meer", "Planner, nacht", 'Jan "J" Smit', "", "ß"]
# No file is made larger than some times this: who makes it holds it in memory.
LARGEST = 20_000_000
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# What makes a file a workbook, beside its sheet.
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{SHEETS}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2"'
        f' Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
}


def tables(dice: random.Random) -> tuple[str, list[list[str]]]:
    """The name and the cells of one good export of an invented company."""
    some = range(dice.choice([1, 3, 20, 60]))
    word = lambda: dice.choice(WORDS)  # noqa: E731
    contact, account = "0038D00000{:05d}QAG", "001x000000{:05d}AA2"
    made = {
        "Contact": [["Id", "AccountId", "FirstName", "LastName", "Email", "Phone", "CreatedDate"]]
        + [
            [contact.format(n), account.format(n % 9), word(), word(), f"c{n}@abel.example",
             f"06-555{n:05d}", "2024-02-29T10:00:00.000+0000"]
            for n in some
        ],
        "Account": [["Id", "Accountnaam", "Straat", "Postcode", "KvK-nummer"]]
        + [[account.format(n), word(), word(), "1234 AB", f"{n:08d}"] for n in some],
        "AccountContactRelation": [["Id", "AccountId", "ContactId", "IsActive", "StartDate"]]
        + [
            [f"07k8D00000{n:05d}QAG", account.format(n % 9), contact.format(n), "true", "1-2-2024"]
            for n in some
        ],
        "bc_contacten": [["Nr.", "Naam", "E-mail", "Bedrijfsnr.", "Geblokkeerd"]]
        + [[f"C{n:05d}", word(), f"c{n}@abel.example", f"B{n % 9}", "Nee"] for n in some],
        "success": [["ID", "KAARTENBAK_KEY", "LastName", "STATUS"]]
        + [[contact.format(n), f"1-04-{n:05d}", word(), "Item Created"] for n in some],
    }  # fmt: skip
    return dice.choice(list(made.items()))


def text(dice: random.Random, rows: list[list[str]]) -> bytes:
    """The cells as some system writes them."""
    file = io.StringIO(newline="")
    quoting = dice.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
    end = dice.choice(["\n", "\r\n"])
    csv.writer(file, delimiter=dice.choice(",;\t|"), quoting=quoting, lineterminator=end).writerows(
        rows
    )
    encoding = dice.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
    return file.getvalue().encode(encoding, "replace")


def zipped(members: dict[str, bytes | str], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A .zip of these."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", kind) as archive:
        for name, member in members.items():
            # A ZipInfo has a day of its own, the same at every moment.
            archive.writestr(zipfile.ZipInfo(name), member, kind)
    return content.getvalue()


def sheet(rows: list[list[str]], first: int = 1) -> str:
    """Cells as the XML of a worksheet, its texts in the shared strings by number."""
    numbers = iter(range(1 << 30))
    lines = "".join(
        f'<row r="{line}">'
        + "".join(
            f'<c r="{chr(65 + place % 26)}{line}" t="s"><v>{next(numbers)}</v></c>'
            for place, _ in enumerate(cells)
        )
        + "</row>"
        for line, cells in enumerate(rows, first)
    )
    size = '<dimension ref="A1"/>'
    return f'<worksheet xmlns="{SHEETS}">{size}<sheetData>{lines}</sheetData></worksheet>'


def escaped(cell: str) -> str:
    return cell.replace("&", "&amp;").replace("<", "&lt;")


def parts(rows: list[list[str]]) -> dict[str, bytes | str]:
    """The parts of a workbook with these cells."""
    strings = "".join(f"<si><t>{escaped(cell)}</t></si>" for row in rows for cell in row)
    return PARTS | {
        "xl/worksheets/sheet1.xml": sheet(rows),
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEETS}">{strings}</sst>',
    }


# --- texts -------------------------------------------------------------------------------------


def _place(dice: random.Random, content: bytes) -> int:
    return dice.randrange(len(content) + 1)


def cut(dice, content):
    return content[: _place(dice, content)]


def flipped(dice, content):
    found = bytearray(content)
    for _ in range(dice.choice([1, 3, 30])):
        if found:
            found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    return bytes(found)


def inserted(dice, content):
    """A sign that means something, somewhere, one or many times."""
    signs = [b",", b";", b"\t", b'"', b'""', b"'", b"\\", b"\n", b"\r", b"\xe2\x80\xa8"]
    sign = dice.choice([*signs, b"\0", b"\x1a", b"\xff", b"\xef\xbb\xbf"])
    place = _place(dice, content)
    return content[:place] + sign * dice.choice([1, 1, 2, 1000, 300_000]) + content[place:]


def removed(dice, content):
    """A sign that means something, once or everywhere."""
    sign = dice.choice([b",", b";", b"\t", b'"', b"\n", b"\r"])
    return content.replace(sign, b"", dice.choice([1, 5, -1]))


def mixed(dice, content):
    """The second half in another encoding."""
    place = _place(dice, content)
    one, other = dice.sample(["utf-8", "cp1252", "utf-16-le", "cp437", "utf-16-be"], 2)
    tail = content[place:].decode(one, "replace").encode(other, "replace")
    return content[:place] + tail


def repeated(dice, content):
    """A line many times, or the whole file twice."""
    lines = content.splitlines(keepends=True) or [b""]
    line = dice.randrange(len(lines))
    times = min(dice.choice([2, 50, 3000]), LARGEST // (len(lines[line]) or 1))
    return b"".join([*lines[:line], lines[line] * times, *lines[line:]])


def giant(dice, content):
    """A cell as long as a book."""
    place = _place(dice, content)
    cell = dice.choice([b"x", b"x ", b"\xc3\xab", b"1", b"@"]) * dice.choice(
        [70_000, 140_000, 1_200_000]
    )
    return content[:place] + dice.choice([b"", b'"', b","]) + cell + content[place:]


def wide(dice, content):
    """A header with many columns, some of one name."""
    count = dice.choice([200, 999, 1001, 20_000])
    names = [f"c{n % 700}" for n in range(count)]
    return ",".join(["Id", *names]).encode() + b"\n" + b"1" + b"," * count + b"\n" + content


def shuffled(dice, content):
    lines = content.splitlines(keepends=True)
    dice.shuffle(lines)
    return b"".join(lines)


def noise(dice, content):
    return dice.randbytes(dice.choice([0, 1, 10, 1000, 100_000]))


def none(dice, content):
    return content


TEXTS = [
    *[cut, cut, inserted, inserted, flipped, removed, mixed],
    *[repeated, giant, wide, shuffled, noise, none],
]


# --- archives ----------------------------------------------------------------------------------


def overlapping(dice, members):
    """One block of data under many names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo("Contact.csv"), b"Id,LastName\n1,Smit\n" * 5000, zipfile.ZIP_DEFLATED
        )
        for number in range(dice.choice([2, 30, 400])):
            again = copy.copy(archive.infolist()[0])
            again.filename = f"Contact{number}.csv"
            archive.filelist.append(again)
        archive._didModify = True
    return content.getvalue()


def bomb(dice, members):
    """Next to nothing that becomes very much."""
    return _bomb(dice.choice(["Contact.csv", "xl/worksheets/sheet1.xml", "a.xlsx"]))


@cache
def _bomb(name):
    return zipped({name: b"Id,LastName\n" + b"1,a\n" * (16 << 20)})


def nested(dice, members):
    """A zip in a zip in a zip, under the name of a table or its own."""
    content = zipped(members)
    for _ in range(dice.choice([1, 2, 20])):
        content = zipped({dice.choice(["Contact.csv", "a.zip", "a.xlsx"]): content})
    return content


def many(dice, members):
    name, content = next(iter(members.items()))
    return zipped({f"{n}/{name}": content for n in range(dice.choice([20, 30, 300]))})


def odd_names(dice, members):
    names = ["../../etc/a.csv", "/etc/a.csv", "a" * 300 + ".csv", "a\\b.csv", "C:\\a.csv"]
    names += ["\u202ea.csv", ".csv", "__MACOSX/._a.csv", "a.csv/", "naïef.txt"]
    content = next(iter(members.values()))
    return zipped(dict.fromkeys(dice.sample(names, 3), content))


def damaged(dice, members):
    """Any packing, with bytes that are wrong or missing."""
    kind = dice.choice(
        [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
    )
    return dice.choice([cut, flipped, flipped])(dice, zipped(members, kind))


def plain(dice, members):
    return zipped(members)


ARCHIVES = [overlapping, bomb, nested, many, odd_names, damaged, damaged, plain]


# --- workbooks ---------------------------------------------------------------------------------


def broken_part(dice, found):
    name = dice.choice(list(found))
    content = found[name].encode() if isinstance(found[name], str) else found[name]
    return found | {name: dice.choice([cut, flipped, inserted])(dice, content)}


def lost_part(dice, found):
    name = dice.choice(list(found))
    return {other: content for other, content in found.items() if other != name}


def far_away(dice, found):
    """A row or a column where no sheet has one, or only the last."""
    cell = dice.choice(
        ["A2000000000", "XFD2", "ZZZ9", "A1048576", "A1048577", "A0", "A-1", "1A", "ZZZZ3", ""]
    )
    number = "".join(filter(str.isdecimal, cell)) or "3"
    row = f'<row r="{number}"><c r="{cell}"><v>1</v></c></row></sheetData>'
    return _changed(found, "</sheetData>", row)


def wrong_size(dice, found):
    size = dice.choice(["A1:B2", "A1:XFD1048576", "B7", "", "Z99999999999", "A1:"])
    return _changed(found, 'ref="A1"', f'ref="{size}"')


def wrong_string(dice, found):
    """A text by a number that is not there."""
    return _changed(found, "<v>1</v>", f"<v>{dice.choice(['999999', '-1', 'x', '', '1e9'])}</v>")


def wrong_type(dice, found):
    kind = dice.choice(["n", "b", "d", "e", "str", "inlineStr", "x", ""])
    return _changed(found, 't="s"', f't="{kind}"', dice.choice([1, -1]))


def entities(dice, found):
    """A billion laughs."""
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{names}]>'
    name = dice.choice(["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
    body = found[name].replace("<si><t>", "<si><t>&a9;", 1).replace('name="Blad1"', 'name="&a9;"')
    return found | {name: head + body}


def long_string(dice, found):
    """A long text that every cell refers to."""
    long = "<si><t>" + "x" * dice.choice([40_000, 150_000]) + "</t></si>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(500, 600))
    return _changed(found, "</sheetData>", cells + "</sheetData>") | {
        "xl/sharedStrings.xml": found["xl/sharedStrings.xml"].replace("<si>", long + "<si>", 1)
    }


def whole(dice, found):
    return found


def _changed(found, old, new, count=1):
    name = "xl/worksheets/sheet1.xml"
    return found | {name: found[name].replace(old, new, count)}


WORKBOOKS = [
    *[broken_part, broken_part, lost_part, far_away, wrong_size, wrong_string],
    *[wrong_type, entities, long_string, whole],
]


def hostile(seed: int) -> tuple[str, bytes]:
    """The name and the content of one file, always the same for a seed."""
    dice = random.Random(seed)
    name, rows = tables(dice)
    shape = dice.random()
    if shape < 0.6:
        content, kind = text(dice, rows), dice.choice(["csv", "csv", "txt"])
        for mutation in dice.sample(TEXTS, dice.choice([1, 1, 2])):
            content = mutation(dice, content)
    elif shape < 0.8:
        found = parts(rows)
        for mutation in dice.sample(WORKBOOKS, 1):
            found = mutation(dice, found)
        content, kind = zipped(found), "xlsx"
        if dice.random() < 0.2:
            content = dice.choice([cut, flipped])(dice, content)
    else:
        other, more = tables(dice)
        members = {f"{name}.csv": text(dice, rows), f"map/{other}.txt": text(dice, more)}
        if dice.random() < 0.3:
            members["a.xlsx"] = zipped(parts(rows))
        content, kind = dice.choice(ARCHIVES)(dice, members), "zip"
    if dice.random() < 0.1:
        kind = dice.choice(["csv", "txt", "xlsx", "zip", "pdf"])
    return f"{seed}-{name}.{kind}", content
