"""Rows that break the rules of CSV: which are whole, which left out; where a file breaks off."""

import csv

import pytest

from dq.reading import dialect, rows

HEADER = "Id,FirstName,LastName,Email,Phone,Title"
FIRST = "003A00000000001,Jan,Een,jan@x.example,0612345678,Baas"
SECOND = "003A00000000002,Piet,Twee,piet@x.example,0612345679,Planner"
THIRD = "003A00000000003,Els,Drie,els@x.example,0612345670,Inkoper"


def rewritten(folder, text, *, widen=True):
    """The rows that were written, the numbers of those that were not, and whether it was cut."""
    path = folder / "file.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    found = dialect.sniff(path, folder, "file.csv")
    told = rows.rewrite(found, "file.csv", folder / "rows.csv", widen=widen)
    lines = (folder / "rows.csv").read_text("utf-8").splitlines()
    return lines, [reject.line for reject in told.broken], told.cut


def quoted(row, width=6):
    cells = row.split(",")
    return ",".join(f'"{cell}"' for cell in [*cells, *[""] * (width - len(cells))])


@pytest.mark.parametrize("cells", [5, 4, 3, 2, 1])
def test_a_row_without_its_last_cells_is_whole(tmp_path, cells):
    short = ",".join(SECOND.split(",")[:cells])

    lines, broken, cut = rewritten(tmp_path, f"{HEADER}\n{FIRST}\n{short}\n{THIRD}\n")

    assert (lines, broken, cut) == ([quoted(FIRST), quoted(short), quoted(THIRD)], [], False)


def test_every_row_may_be_without_its_last_cells(tmp_path):
    short = [",".join(row.split(",")[:4]) for row in (FIRST, SECOND, THIRD)]

    lines, broken, cut = rewritten(tmp_path, "\n".join([HEADER, *short]))

    assert (lines, broken, cut) == ([quoted(row) for row in short], [], False)


@pytest.mark.parametrize(
    "place", [place for place, sign in enumerate(SECOND) if 16 < place < 45 and sign != ","]
)
def test_a_row_that_a_line_end_cut_in_two_is_no_row(tmp_path, place):
    halves = f"{SECOND[:place]}\n{SECOND[place:]}"

    lines, broken, cut = rewritten(tmp_path, f"{HEADER}\n{FIRST}\n{halves}\n{THIRD}\n")

    assert (lines, broken, cut) == ([quoted(FIRST), quoted(THIRD)], [3, 4], False)


def test_a_row_that_is_too_long_is_left_out(tmp_path):
    text = f"{HEADER}\n{FIRST}\n{SECOND},te veel\n{THIRD}\n"

    assert rewritten(tmp_path, text)[1:] == ([3], False)


@pytest.mark.parametrize("end", [",", ",,,", ", ,"])
def test_separators_at_the_end_are_no_cells(tmp_path, end):
    text = f"{HEADER}\n{FIRST}\n{SECOND}{end}\n{THIRD}\n"

    assert rewritten(tmp_path, text) == ([quoted(row) for row in (FIRST, SECOND, THIRD)], [], False)


def test_a_quoted_line_end_in_a_row_without_its_last_cells(tmp_path):
    text = f'{HEADER}\n{FIRST}\n003A00000000002,Piet,"Twee\nDrie"\n{THIRD}\n'

    assert rewritten(tmp_path, text)[1:] == ([], False)


@pytest.mark.parametrize("quotes", [False, True], ids=["bare", "quoted"])
def test_a_file_that_breaks_off_in_its_last_row_is_known(tmp_path, quotes):
    """Wherever it breaks off before the last cell; in quotes also in the last cell."""
    row = quoted(THIRD) if quotes else THIRD
    head = "\n".join([HEADER, *(quoted(one) if quotes else one for one in (FIRST, SECOND)), ""])
    last = len(row) if quotes else row.rindex(",") + 1
    for place in range(1, last):
        if quotes and row[:place].count(",") == 5 and row[:place].endswith(","):
            continue  # an empty last cell
        lines, broken, cut = rewritten(tmp_path, head + row[:place])

        assert (len(lines), broken[-1:], cut) == (2, [4], True), row[:place]


def test_a_file_that_breaks_off_in_a_cell_of_several_lines_is_known(tmp_path):
    for end in ('"Straat 1', '"Straat 1\n', '"Straat 1\nAms', '"Straat 1\nAmsterdam, oost\n'):
        text = f"{HEADER}\n{FIRST}\n{SECOND}\n003A00000000003,Els,{end}"

        lines, broken, cut = rewritten(tmp_path, text)

        assert (len(lines), broken[0], cut) == (2, 4, True), end


@pytest.mark.parametrize("end", ["\n", "", "\n\n"], ids=["line_end", "none", "two"])
def test_a_whole_file_does_not_break_off(tmp_path, end):
    text = f"{HEADER}\n{FIRST}\n{SECOND},x\n{THIRD}{end}"

    assert rewritten(tmp_path, text)[1:] == ([3], False)


def test_a_total_is_no_row_that_breaks_off(tmp_path):
    lines, broken, cut = rewritten(tmp_path, f"{HEADER}\n{FIRST}\n{SECOND}\nTotaal,2")

    assert (len(lines), broken, cut) == (2, [4], False)


def test_an_unclosed_quotation_mark_in_the_middle_is_no_end(tmp_path):
    text = f'{HEADER}\n{FIRST}\n003A00000000002,"Piet,Twee,piet@x.example,06,x\n{THIRD}\n'

    assert rewritten(tmp_path, text) == ([quoted(FIRST), quoted(THIRD)], [3], False)


def test_what_must_be_whole_is_not_widened(tmp_path):
    assert rewritten(tmp_path, f"{HEADER}\n{FIRST}\n1,2\n", widen=False)[1] == [3]


def test_lines_as_they_are_hold_the_same_rows(tmp_path):
    loose = '003A00000000009,Jan,5" buis,"a ""b"" c",,'
    text = f'{HEADER}\n{FIRST}\n003A00000000002,"Piet\nKlaas"\n{loose}\n{SECOND},te veel\n{THIRD}'
    path = tmp_path / "file.csv"
    path.write_text(text)
    found = dialect.sniff(path, tmp_path, "file.csv")
    cells = []
    for quote in (True, False):
        told = rows.rewrite(found, "file.csv", tmp_path / "rows.csv", widen=True, quote=quote)
        with (tmp_path / "rows.csv").open(newline="") as file:
            cells.append((list(csv.reader(file)), told))

    assert cells[0] == cells[1]
    assert [len(row) for row in cells[0][0]] == [6, 6, 6, 6]
