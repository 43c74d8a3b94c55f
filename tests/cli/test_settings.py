"""`python -m dq settings`: written, shown, taken over with a yes; a strange file is refused."""

import json

import judged
import pytest

from dq import settings
from dq.__main__ import main
from dq.settings import whole
from dq.store import opening


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "store.duckdb"
    db = opening.connect(path)
    judged.fill(db)
    opening.close(db)
    return path


def run(store, *given):
    return main(["--store", str(store), "settings", *map(str, given)])


def own(store):
    db = opening.connect(store)
    try:
        return whole.own(db)
    finally:
        opening.close(db)


def written(path, **values):
    path.write_bytes(whole.written(values))
    return path


def test_a_file_is_shown_with_its_effect_and_taken_over_with_a_yes(store, tmp_path, capsys):
    file = written(tmp_path / "own.json", check_missing_title="off", tile_days=3)
    assert run(store, "import", file) == 0
    said = capsys.readouterr().out
    assert "check_missing_title: notice -> off\ntile_days: 7 -> 3\n" in said
    assert "missing_title: 2 -> off findings" in said and "with --yes" in said
    assert own(store) == {}
    assert run(store, "import", file, "--yes") == 0
    assert own(store) == {"check_missing_title": "off", "tile_days": 3}
    assert run(store, "import", file) == 0
    assert "Nothing changes" in capsys.readouterr().out
    target = tmp_path / "out.json"
    assert run(store, "export", "--output", target) == 0
    assert target.read_bytes() == file.read_bytes()
    assert run(store, "export", "--output", target) == 0  # over its own


def test_what_is_somebody_else_s_is_not_written_over(store, tmp_path, capsys):
    target = tmp_path / "notes.json"
    target.write_text("{}", "utf-8")
    for path in (target, store):
        before = path.read_bytes()
        assert run(store, "export", "--output", path) == 2
        assert "would be overwritten" in capsys.readouterr().err
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x", "no file with settings"),
        (json.dumps({"file": whole.KIND, "make": 99, "settings": {}}), "newer Kaartenbak"),
        (json.dumps({"file": whole.KIND, "make": 1, "settings": {"x": 1}}), "no setting x"),
    ],
)
def test_a_strange_file_is_refused_in_a_sentence(store, tmp_path, capsys, content, said):
    file = tmp_path / "own.json"
    file.write_text(content, "utf-8")
    assert run(store, "import", file, "--yes") == 2
    assert said in capsys.readouterr().err
    assert own(store) == {}


def test_a_file_that_is_not_there(store, tmp_path, capsys):
    assert run(store, "import", tmp_path / "none.json") == 2
    assert run(store, "import", tmp_path) == 2
    assert capsys.readouterr().err.count("no file or folder") == 2


def test_call_names_of_a_file_are_read_where_files_are_matched(tmp_path, capsys):
    people = "id,first,last,born\n" + "".join(
        f"{n},Vera,Bos{n},19{n % 70 + 10}-01-0{n % 9 + 1}\n" for n in range(300)
    ) + "a,Wubbo,Harbrinkhoek,1961-03-07\nb,Sjaak,Harbrinkhoek,1961-03-07\n"  # fmt: skip
    (tmp_path / "people.csv").write_text(people, "utf-8")
    own_file = written(tmp_path / "own.json", nicknames=["sjaak = wubbo"])

    def pairs(*more):
        target = tmp_path / "pairs.csv"
        target.unlink(missing_ok=True)
        (tmp_path / "groups.csv").unlink(missing_ok=True)
        given = ["duplicates", "--input", str(tmp_path / "people.csv"), "--columns",
                 "given_name=first,surname=last,date=born", "--pairs", str(target), "--groups",
                 str(tmp_path / "groups.csv"), *map(str, more)]  # fmt: skip
        assert main(given) == 0
        [_head, found] = target.read_text("utf-8").splitlines()
        return float(found.removeprefix('"a","b",'))

    assert pairs("--settings", own_file) > pairs()
    assert settings.defaults()["nicknames"] == []
    assert main(["duplicates", "--pairs", "p", "--groups", "g", "--settings", str(own_file)]) == 2
    assert "--settings goes with --input" in capsys.readouterr().err
