"""CSV files in every dialect, with odd rows and late quotes: read right, or refused by line."""

import pytest

from dq.errors import Invalid
from dq.matching.files import exports, match
from dq.matching.files.written import look

HEADER = "Id,Voornaam,Achternaam,Plaats"
PLAIN = [f"c{n:05},Jan,Achternaam{n},Breda" for n in range(12_000)]
COLUMNS = "given_name=Voornaam,surname=Achternaam,place=Plaats"


def folder(tmp_path, lines, name="contacts.csv", encoding="utf-8", end="\n"):
    (tmp_path / name).write_bytes((end.join(lines) + end).encode(encoding))
    return tmp_path


def read(tmp_path, lines, **written):
    table = match.records(folder(tmp_path, lines, **written), "contact")
    return table.select(["first_name", "last_name", "city"]).to_pylist()


def refusal(tmp_path, lines, **written):
    with pytest.raises(Invalid) as error:
        read(tmp_path, lines, **written)
    return error.value


ODD = {
    "empty_too_many": "c99999,Jan,Bos,Breda,",
    "too_many": "c99999,Jan,Bos,Breda,extra",
    "too_few": "c99999,Jan,Bos",
    "open_quote": 'c99999,"Jan,Bos,Breda',
    "stray_quote": 'c99999,"Jan"ny,Bos,Breda',
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("line", [2, 3, 1_000, 4_000, 9_000])
def test_an_odd_row_is_refused_with_its_line(tmp_path, odd, line):
    lines = [HEADER, *PLAIN]
    lines[line - 1] = ODD[odd]
    error = refusal(tmp_path, lines)
    assert error.values["line"] == line
    assert error.values["file"] == "contacts.csv"


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_row_in_a_file_of_five(tmp_path, odd):
    lines = [HEADER, *PLAIN[:5]]
    lines[2] = ODD[odd]
    assert refusal(tmp_path, lines).values["line"] == 3
    with pytest.raises(Invalid) as error:
        match.run(tmp_path / "contacts.csv", COLUMNS, tmp_path / "p", tmp_path / "g")
    assert error.value.values["line"] == 3


def test_an_odd_row_of_quoted_cells(tmp_path):
    lines = ['"' + line.replace(",", '","') + '"' for line in [HEADER, *PLAIN[:9]]]
    lines[4] = lines[4].replace('Jan","', 'Jan,"')
    assert refusal(tmp_path, lines).values["line"] == 5


def test_an_odd_row_of_accounts_does_not_lose_them_all(tmp_path):
    accounts = ["Id,Name,ParentId", "a1,Firma BV,", "a2,Bakker, Jan,", "a3,Vis,"]
    folder(tmp_path, accounts, "accounts.csv")
    error = refusal(tmp_path, [HEADER, *PLAIN[:3]])
    assert (error.values["file"], error.values["line"]) == ("accounts.csv", 3)
    assert error.values["found"] == 4


def test_the_line_is_that_of_the_file_where_cells_have_several(tmp_path):
    lines = [HEADER, 'c1,Jan,"de\nVries",Breda', "", "c2,Jan,Bos"]
    assert refusal(tmp_path, lines).values["line"] == 5


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('"Achtmaalsveen, gemeente"', "Achtmaalsveen, gemeente"),
        ('"Mar""ieke"', 'Mar"ieke'),
        ('"Bos\nen Duin"', "Bos\nen Duin"),
    ],
    ids=["delimiter", "quote", "line_end"],
)
@pytest.mark.parametrize("row", [0, 4_200, 11_000])
def test_the_first_quoted_cell_may_come_late(tmp_path, cell, value, row):
    lines = list(PLAIN)
    lines[row] = f"c{row:05},Jan,{cell},Breda"
    found = read(tmp_path, [HEADER, *lines])
    assert len(found) == len(lines)
    assert found[row] == {"first_name": "Jan", "last_name": value, "city": "Breda"}
    assert found[-1]["last_name"] == "Achternaam11999"


PEOPLE = [HEADER, 'c1,"Zoë","Bos, van",Breda', "c2,Jan,,#N/A"]
FOUND = [
    {"first_name": "Zoë", "last_name": "Bos, van", "city": "Breda"},
    {"first_name": "Jan", "last_name": None, "city": None},
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", ",;\t|")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_dialect(tmp_path, encoding, delimiter, end):
    lines = [line.replace(",", delimiter) for line in PEOPLE]
    wanted = [dict(row) for row in FOUND]
    wanted[0]["last_name"] = f"Bos{delimiter} van"
    assert read(tmp_path, lines, encoding=encoding, end=end) == wanted


@pytest.mark.parametrize(
    "above", [["sep=;"], ["", ""], ["Contacten per maandag", ""], ["Lijst; van; alles; en; meer"]]
)
def test_what_stands_above_the_header_is_left_out(tmp_path, above):
    lines = [line.replace(",", ";", 3) for line in [HEADER, *PLAIN[:2]]]
    assert len(read(tmp_path, [*above, *lines], encoding="utf-8-sig", end="\r\n")) == 2


def test_rows_may_end_with_a_delimiter_if_all_do(tmp_path):
    lines = [HEADER, *(f"{line}," for line in PLAIN[:9])]
    assert read(tmp_path, lines)[8] == {
        "first_name": "Jan",
        "last_name": "Achternaam8",
        "city": "Breda",
    }
    assert refusal(tmp_path, [HEADER, *PLAIN[:4], *lines[5:]]).values["line"] == 6


def test_a_footer_is_left_out(tmp_path):
    assert len(read(tmp_path, [HEADER, *PLAIN[:9], "", "Totaal 9"])) == 9


def test_line_ends_may_be_mixed(tmp_path):
    assert len(read(tmp_path, [HEADER, f"{PLAIN[0]}\r", *PLAIN[1:9]])) == 9


def test_another_encoding_that_shows_late(tmp_path):
    found = read(tmp_path, [HEADER, *PLAIN, "d1,Zoë,€,Breda"], encoding="cp1252")
    assert found[-1] == {"first_name": "Zoë", "last_name": "€", "city": "Breda"}


def test_each_file_has_its_own_encoding(tmp_path):
    folder(tmp_path, ["Id,Name", "a1,Café Zoë"], "accounts.csv", "utf-16")
    people = ["Id,AccountId,Achternaam", "c1,a1,Bosé"]
    table = match.records(folder(tmp_path, people, encoding="cp1252"), "contact")
    [found] = table.select(["last_name", "company_id"]).to_pylist()
    assert found == {"last_name": "Bosé", "company_id": "cafe zoe"}


def test_a_row_of_another_encoding_is_refused_with_its_line(tmp_path):
    lines = [HEADER, *(f"{line}é" for line in PLAIN[:50])]
    written = "\n".join(lines).encode().replace("é".encode(), b"\xe9", 30)
    written = written.replace(b"\xe9", "é".encode(), 29)
    (tmp_path / "contacts.csv").write_bytes(written)
    with pytest.raises(Invalid) as error:
        match.records(tmp_path, "contact")
    assert error.value.values == {"line": 31, "file": "contacts.csv"}


def test_a_workbook_is_not_taken_for_text(tmp_path):
    people = tmp_path / "people.csv"
    people.write_bytes(b"PK\x03\x04 and more")
    with pytest.raises(Invalid, match="workbook"):
        match.run(people, COLUMNS, tmp_path / "p", tmp_path / "g")


def test_repeated_and_empty_headers_can_be_named(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("Mail,,Mail\na@x.nl,b,c@x.nl\n", "utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    written = look(people, scratch, ["Mail"])
    assert written.headers == ["Mail", "(2)", "Mail (2)"]
    table = exports.texts(written, {"one": "Mail (2)", "two": "(2)"})
    assert table.to_pylist() == [{"one": "c@x.nl", "two": "b"}]


def test_decisions_are_read_in_any_dialect(tmp_path):
    people, decisions = tmp_path / "people.csv", tmp_path / "decisions.csv"
    people.write_text(f"{HEADER}\nc1,Jan,Bos,Breda\nc2,Jan,Vos,Delft\n", "utf-8")
    decisions.write_text("sep=;\nleft_id;right_id;same\nc1;c2;true\n", "utf-16")
    pairs, groups = tmp_path / "p.csv", tmp_path / "g.csv"
    assert match.run(people, COLUMNS, pairs, groups, decisions=decisions)[1] == 2
    decisions.write_text("left_id,right_id,same\nc1,c2,true\nc1,c2\n", "utf-8")
    with pytest.raises(Invalid) as error:
        match.run(people, COLUMNS, pairs, groups, decisions=decisions)
    assert error.value.values["line"] == 3


def test_signs_that_nobody_sees_go(tmp_path):
    lines = [f"\ufeff{HEADER}", "1\u00a0,Jas\u200bper,\u2028Bos,Den\u3000Haag", *PLAIN[:5]]
    first = read(tmp_path, lines)[0]
    assert first == {"first_name": "Jasper", "last_name": "Bos", "city": "Den Haag"}
