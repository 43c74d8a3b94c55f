"""The files beside a store that hold a person are found, whatever they are written in."""

import zipfile

import pytest
import traced

from dq.domain import everybody, person
from dq.domain.retention import kept_files
from dq.domain.telling import telling


@pytest.fixture
def holding(db, tmp_path):
    traced.fill(db)
    who = everybody.of(db, traced.ID)
    told = telling.of(db, who, person.rows(db, who))
    done = tmp_path / "inbox" / "done"
    done.mkdir(parents=True)

    def names():
        found = kept_files.holding(tmp_path / "store.duckdb", who, told)
        return [path.name for path in found]

    return done, names


@pytest.mark.parametrize("piece", [5, 64, 1 << 20])
def test_files_that_hold_them(holding, monkeypatch, piece):
    monkeypatch.setattr(kept_files, "PIECE", piece)
    done, names = holding
    texts = {
        "a-key": f"Id,Name\n{traced.ID},x\n",
        "b-short-key": f"Id,Name\n{traced.ID[:15]},x\n",
        "c-other-key": f"Id,Name\n{traced.ID[:14]}X,x\n",
        "d-inside-key": f"Id,Name\n9{traced.ID},x\n",
        "e-number": "x;0031 6 12 34 56 78;y",
        "f-name": "Ferdinand;van der;Fökkerink",
        "g-colleague": "Eva;Bos;eva@werk.example;0182-218800",
        "h-earlier": "FERDI@OUD.EXAMPLE",
    }
    for name, text in texts.items():
        (done / f"{name}.csv").write_text(text, "utf-8")
    (done / "k.csv").write_text("Naam\nÉlan\nFerdinand Fökkerink\n", "cp1252")
    (done / "l.csv").write_text("Ferdinand Fökkerink", "utf-16")
    (done / "m.csv").write_text(f"x {traced.ADDRESSES[0]}", "utf-16-le")
    with zipfile.ZipFile(done / "n.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", f"<v>{traced.MOBILES[1]}</v>")
    (done / "o van Fokkerink.csv").write_text("Id\n", "utf-8")
    (done.parent.parent / "rejected-a.csv").write_text(traced.ADDRESSES[0], "utf-8")
    assert [name[0] for name in names()] == [*"abefhklmno", "r"]


def test_one_that_cannot_be_read_is_left_out(holding):
    done, names = holding
    (done / "broken.xlsx").write_bytes(b"PK\x03\x04" + traced.ID.encode())
    (done / "empty.csv").write_bytes(b"")
    assert names() == ["broken.xlsx"]  # it is no archive, and has the key as it stands
