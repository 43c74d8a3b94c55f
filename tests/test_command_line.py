"""The command line: load, check, duplicates and export, as a user runs them."""

import csv
import re
import subprocess
import sys
from dataclasses import replace

import duckdb
import pytest

from dq.__main__ import main
from dq.checks import all_checks
from dq.handover.lists.tables import TABLES
from dq.store import opening
from tests.intake import weekly

ACCOUNTS = "Id,Name,ParentId,Type\nA1,Bakker Bouw,,Klant\nA2,Vis Installatie,,Klant\n"
CONTACTS = (
    "Id,AccountId,FirstName,LastName,Title,Email,MobilePhone,Username,Status\n"
    "C1,A1,Jan,Harbrinkhoek,Planner,jan@bouw.example,06 12345678,jan@bouw.example,Actief\n"
    "C2,A1,J.,Harbrinkhoek,Planner,jan@bouw.example,0612345678,jan@bouw.example,Actief\n"
    "C3,A2,Els,Vermeulen,,els@vis.example,,els@vis.example,Actief\n"
)


@pytest.fixture
def exports(tmp_path):
    (tmp_path / "Account.csv").write_text(ACCOUNTS, "utf-8")
    (tmp_path / "Contact.csv").write_text(CONTACTS, "utf-8")
    return [str(tmp_path / "Account.csv"), str(tmp_path / "Contact.csv")]


@pytest.fixture
def store_option(tmp_path):
    return ["--store", str(tmp_path / "store.duckdb")]


def rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_from_exports_to_findings(exports, store_option, tmp_path, capsys):
    assert main(["load", *exports, *store_option]) == 0
    assert main(["check", "--output", str(tmp_path / "f.csv"), *store_option]) == 0
    found = rows(tmp_path / "f.csv")
    assert list(found[0]) == [
        "check", "severity", "record_kind", "record_id", "other_id", "detail",
    ]  # fmt: skip
    clashes = [(f["record_id"], f["other_id"]) for f in found if f["check"] == "username_clash"]
    assert clashes == [("C1", "C2"), ("C2", "C1")]
    assert [f["record_id"] for f in found if f["check"] == "missing_title"] == ["C3"]
    assert "3 new" in capsys.readouterr().out


def test_a_check_that_fails_is_named(exports, store_option, tmp_path, capsys, monkeypatch):
    main(["load", *exports, *store_option])
    broken = replace(all_checks()["missing_title"], sql="select nothing")
    monkeypatch.setitem(all_checks(), "missing_title", broken)
    assert main(["check", "--output", str(tmp_path / "f.csv"), *store_option]) == 0
    assert {"username_clash"} <= {f["check"] for f in rows(tmp_path / "f.csv")}
    said = "dq: No job title (missing_title) could not be checked; its earlier findings stay\n"
    assert said in capsys.readouterr().err


def test_signs_that_nobody_sees_are_told(store_option, tmp_path, capsys):
    path = tmp_path / "contacts.csv"
    path.write_text("Id,LastName\n1,Jas\u200bper\n2,\u2028Bos\n", "utf-8")
    assert main(["load", str(path), *store_option]) == 0
    assert "0 rejected, 2 invisible characters removed\n" in capsys.readouterr().out


BROKEN = (
    "Id,FirstName,LastName,CreatedDate\n"
    "C1,Jan,Smit,ooit\nC2,Els,Bos,2026-01-01,te veel\n,Piet,Vos,\nC4,Ria\n,Bep,Mol,\n,An,Ruis,\n"
)


def test_rejected_rows_are_told_and_written(store_option, tmp_path, capsys):
    (tmp_path / "Contact.csv").write_text(BROKEN)

    assert main(["load", str(tmp_path / "Contact.csv"), *store_option]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "Contact.csv: contact: 2 new, 0 changed, 0 unchanged, 0 gone, 4 rejected",
        "  CreatedDate: no date, so left empty: 1 ×, such as ooit in row 2.",
        "  row 3: The row has 5 cells where the header has 4.",
        "  row 4: The row has no key.",
        "  row 6: The row has no key.",
        f"  rejected rows: {tmp_path / 'rejected-Contact.csv'}",
    ]
    with (tmp_path / "rejected-Contact.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file, delimiter=";"))
    assert [row["FirstName"] for row in found] == ["Els", "Piet", "Bep", "An"]


def test_rejected_rows_never_go_over_another_file(store_option, tmp_path, capsys):
    (tmp_path / "Contact.csv").write_text(BROKEN)
    mine = tmp_path / "rejected-Contact.csv"
    mine.write_text("mine")
    (tmp_path / "rejected-Contact-2.csv").mkdir()

    for _ in range(2):  # the second time the same file will do
        main(["load", str(tmp_path / "Contact.csv"), *store_option])

    assert mine.read_text() == "mine"
    assert (
        capsys.readouterr().out.count(f"rejected rows: {tmp_path / 'rejected-Contact-3.csv'}") == 2
    )
    assert not (tmp_path / "rejected-Contact-4.csv").exists()


def test_duplicates_become_pairs_and_groups(exports, store_option, tmp_path):
    main(["load", *exports, *store_option])
    pairs, groups = tmp_path / "pairs.csv", tmp_path / "groups.csv"
    options = ["--pairs", str(pairs), "--groups", str(groups)]
    assert main(["duplicates", *options, *store_option]) == 0
    [pair] = [p for p in rows(pairs) if {p["left_id"], p["right_id"]} == {"C1", "C2"}]
    assert list(pair) == ["left_id", "right_id", "score"]
    assert 0.5 < float(pair["score"]) <= 1
    assert list(rows(groups)[0]) == ["contact_id", "group_id"]
    assert {row["contact_id"] for row in rows(groups)} == {"C1", "C2"}


def test_duplicates_of_a_folder_need_no_store(exports, tmp_path):
    pairs, groups = tmp_path / "pairs.csv", tmp_path / "groups.csv"
    (tmp_path / "Account.csv").rename(tmp_path / "accounts.csv")
    (tmp_path / "Contact.csv").rename(tmp_path / "contacts.csv")
    options = ["--pairs", str(pairs), "--groups", str(groups), "--input", str(tmp_path)]
    assert main(["duplicates", *options]) == 0
    assert {row["contact_id"] for row in rows(groups)} == {"C1", "C2"}
    assert main(["duplicates", *options, "--kind", "account"]) == 0
    assert rows(groups) == []
    assert not (tmp_path / "store.duckdb").exists()


def test_duplicates_of_any_file_follow_its_columns(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(
        "rec,Voornaam,Achternaam,Mail\n"
        + "1,Jan,Harbrinkhoek,jan@bouw.example\n2,J.,Harbrinkhoek,jan@bouw.example\n"
        + "".join(f"{n},Els,Vermeulen{n},els{n}@vis.example\n" for n in range(3, 30)),
        "utf-8",
    )
    pairs, groups = tmp_path / "pairs.csv", tmp_path / "groups.csv"
    columns = "given_name=Voornaam,surname=Achternaam,email=Mail"
    options = ["--pairs", str(pairs), "--groups", str(groups), "--input", str(people)]
    assert main(["duplicates", *options, "--columns", columns]) == 0
    assert {row["contact_id"] for row in rows(groups)} == {"1", "2"}
    assert main(["duplicates", *options, "--columns", "nonsense=Mail"]) == 2
    decisions = tmp_path / "decisions.csv"
    decisions.write_text("left_id,right_id,same\n1,2,false\n", "utf-8")
    given = [*options, "--columns", columns, "--decisions", str(decisions)]
    assert main(["duplicates", *given]) == 0
    assert rows(pairs) == rows(groups) == []


def test_what_is_not_ours_is_left_aside_by_name(exports, store_option, tmp_path, capsys):
    cases = tmp_path / "cases.csv"
    cases.write_text("Case Number,Contact ID,Subject\n1,C1,Vraag\n", "utf-8")

    assert main(["load", *exports, str(cases), *store_option]) == 0
    assert "cases.csv is left aside: it holds no" in capsys.readouterr().out
    assert main(["load", str(cases), *store_option]) == 2


def test_a_weekly_export_is_loaded_and_the_rest_counted(store_option, tmp_path, capsys):
    path = tmp_path / "WE_00D.zip"
    path.write_bytes(weekly.export(projects="Klus__c", approvals="Foo__c", tables=30))

    assert main(["load", str(path), *store_option]) == 0
    said = capsys.readouterr().out
    assert "WE_00D.zip: Contact.csv: contact: 20 new" in said
    assert re.search(r"left aside: 30 other tables: (WE_00D.zip: \w+.csv, ){9}.* and 20 more", said)


def test_of_many_tables_those_are_named_first_that_are_called_as_ours(
    store_option, tmp_path, capsys
):
    tables = {f"Ding{n}__c.csv": "Id,Name\n" for n in range(30)}
    tables |= {"Contactnotities zuid.csv": "Iets\n1\n", "Klanten.csv": "Iets\n1\n"}
    path, own = tmp_path / "WE_00D.zip", tmp_path / "los.csv"
    path.write_bytes(weekly.packed(tables | {"Contact.csv": "Id,LastName\nC1,Bos\n"}))
    own.write_text("Iets\n1\n")

    assert main(["load", str(path), str(own), *store_option]) == 0
    said = capsys.readouterr().out
    assert "los.csv has no columns that are known" in said
    assert "other tables: WE_00D.zip: Klanten.csv, WE_00D.zip: " in said
    assert said.endswith(" and 22 more\n")


def test_files_of_another_kind_in_a_zip_are_named(store_option, tmp_path, capsys):
    path = tmp_path / "w.zip"
    members = {"Contact.csv": "Id,LastName\nC1,Bos\n"}
    members |= {f"068{n:03}": "x" for n in range(12)}
    path.write_bytes(weekly.packed(members))

    assert main(["load", str(path), *store_option]) == 0
    said = capsys.readouterr().out
    assert "not read: w.zip: 068000, " in said
    assert said.endswith("w.zip: 068009 and 2 more\n")


def test_columns_that_are_not_used_are_told(store_option, tmp_path, capsys):
    path = tmp_path / "contacts.csv"
    more = ",".join(f"Kleur{n}" for n in range(12))
    path.write_text(f"Id,LastName,IsDeleted,{more}\nC1,Bos,0{',x' * 12}\n")

    assert main(["load", str(path), *store_option]) == 0
    told = ", ".join(f"Kleur{n}" for n in range(10))
    assert f"  columns that are not used: {told} and 2 more\n" in capsys.readouterr().out

    path.write_text("Id,LastName\nC1,Bos\n")
    main(["load", str(path), *store_option])
    assert "not used" not in capsys.readouterr().out


def test_a_column_that_says_the_opposite_is_told(store_option, tmp_path, capsys):
    path = tmp_path / "bc contacten.csv"
    path.write_text("No.,Name,E-Mail,Actief\nC1,Bos,a@x.example,Nee\n")

    assert main(["load", str(path), *store_option]) == 0
    assert (
        "  Actief says who is active: it is read the other way round\n" in capsys.readouterr().out
    )


def test_when_nothing_is_ours_every_file_is_named(store_option, tmp_path, capsys):
    path = tmp_path / "w.zip"
    lead = "Id,FirstName,LastName,Email\n00Qx0000000fNSiAAM,A,B,a@x.example\n"
    path.write_bytes(
        weekly.packed({"Lead.csv": lead, "Case.csv": "Id,CaseNumber,Subject\n1,2,x\n"})
    )

    assert main(["load", str(path), *store_option]) == 2
    told = capsys.readouterr()
    assert told.err == (
        "dq: None of the 2 tables is one of Kaartenbak: w.zip: Lead.csv, w.zip: Case.csv.\n"
    )


@pytest.mark.parametrize(
    "strange",
    ["Case Number,Contact ID,Subject\n1,C1,Vraag\n", '"Id,FirstName"\n"1,Jan"\n'],
    ids=["not_ours", "unknown"],
)
def test_a_file_that_is_not_ours_is_told_once(store_option, tmp_path, capsys, strange):
    (tmp_path / "contacts.csv").write_text("Id,LastName\n")
    (tmp_path / "vreemd.csv").write_text(strange)

    files = [str(tmp_path / "vreemd.csv"), str(tmp_path / "contacts.csv")]
    assert main(["load", *files, *store_option]) == 2
    told = capsys.readouterr()
    assert (told.out + told.err).count("vreemd.csv") == 1
    assert "contacts.csv has no rows below its header" in told.err


def test_what_a_table_holds_can_be_said_and_is_remembered(store_option, tmp_path, capsys):
    path = tmp_path / "WE_00D.zip"
    members = weekly.members(weekly.export(tables=12, projects="Klus__c", approvals="Foo__c"))
    del members["Foo__c.csv"]
    path.write_bytes(weekly.packed(members))

    main(["load", str(path), *store_option])
    assert "WE_00D.zip: Klus__c.csv; it may hold projects" in capsys.readouterr().out
    main(["load", str(path), "--holds", "project=Klus__c.csv", *store_option])
    assert "WE_00D.zip: Klus__c.csv: project: 5 new" in capsys.readouterr().out
    main(["load", str(path), *store_option])
    assert "WE_00D.zip: Klus__c.csv: project: 0 new" in capsys.readouterr().out


def test_a_list_without_keys_is_loaded_when_it_is_said_what_it_holds(store_option, tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text("Voornaam;Naam;E-mail\nJan;Jansen;jan@x.example\n", "utf-8")

    assert main(["load", str(path), *store_option]) == 2
    assert main(["load", str(path), "--holds", "contact=lijst.csv", *store_option]) == 0


def test_older_data_is_refused_unless_it_is_asked_for(store_option, tmp_path, capsys):
    path = tmp_path / "contacts.csv"
    text = "Id,LastName,LastModifiedDate\n1,Bakker,{}T08:00:00Z\n"
    path.write_text(text.format("2026-11-20"), "utf-8")
    main(["load", str(path), *store_option])
    path.write_text(text.format("2026-11-10"), "utf-8")

    assert main(["load", str(path), *store_option]) == 2
    assert "contacts.csv is older than what is loaded" in capsys.readouterr().err
    assert main(["load", str(path), "--yes", *store_option]) == 0


def test_every_doubt_is_told_at_once(store_option, tmp_path, capsys):
    header = "Id,{},LastModifiedDate\n"
    paths = [tmp_path / "contacts.csv", tmp_path / "accounts.csv"]
    for moment in ("2026-11-20", "2026-11-10"):
        capsys.readouterr()
        for path, name in zip(paths, ("LastName", "Name"), strict=True):
            path.write_text(f"{header.format(name)}1,Bakker,{moment}T08:00:00Z\n", "utf-8")
        code = main(["load", *map(str, paths), *store_option])

    said = capsys.readouterr().err.strip().splitlines()
    assert code == 2 and len(said) == 2
    assert "contacts.csv is older" in said[0] and "accounts.csv is older" in said[1]
    assert "--yes" in said[1]


def test_export_writes_every_list_twice(exports, store_option, tmp_path):
    main(["load", *exports, *store_option])
    assert main(["export", "--output", str(tmp_path / "lists"), *store_option]) == 0
    assert {path.name for path in (tmp_path / "lists").iterdir()} == {
        f"{name}.{kind}"
        for name in ("findings", "business_central_import", *TABLES)
        for kind in ("csv", "xlsx")
    }
    assert len(rows(tmp_path / "lists" / "contacts.csv")) == 3


def test_the_same_file_twice_changes_nothing(exports, store_option, capsys):
    main(["load", *exports, *store_option])
    capsys.readouterr()
    assert main(["load", *exports, *store_option]) == 0
    assert "0 new, 0 changed, 3 unchanged, 0 gone, 0 rejected" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["duplicates", "--pairs", "p", "--groups", "g", "--engine", "spark"], "--input"),
        (["duplicates", "--pairs", "p", "--groups", "g", "--decisions", "d"], "--input"),
        (["load"], "FILE"),
        (["nonsense"], "nonsense"),
        (["load", "absent.csv"], "absent.csv"),
        (["load", "x.csv", "--date", "yesterday"], "yesterday is not a day"),
        (["check", "--output", "absent/f.csv"], "absent/f.csv"),
        (["check", "--output", "."], "cannot be written"),
    ],
    ids=[
        "spark_without_files",
        "decisions_without_files",
        "nothing_to_load",
        "unknown_command",
        "absent_file",
        "bad_date",
        "absent_folder",
        "a_folder",
    ],
)
def test_bad_use_is_one_sentence_and_status_2(arguments, sentence, store_option, capsys):
    try:
        status = main([*arguments, *store_option])
    except SystemExit as left:
        status = left.code
    said = capsys.readouterr().err
    assert status == 2
    assert sentence in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("pairs", "groups", "sentence"),
    [
        ("found.csv", "./found.csv", "found.csv would be overwritten"),
        ("people.csv", "groups.csv", "people.csv would be overwritten"),
        ("pairs.csv", "decisions.csv", "decisions.csv would be overwritten"),
        ("absent/pairs.csv", "groups.csv", "absent/pairs.csv cannot be written"),
        ("pairs.csv", ".", "cannot be written"),
    ],
    ids=["one_file", "the_input", "the_decisions", "absent_folder", "a_folder"],
)
def test_outputs_that_cannot_be_are_one_sentence_and_status_2(
    pairs, groups, sentence, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("id,Naam\n1,Bos\n2,Vos\n", "utf-8")
    (tmp_path / "decisions.csv").write_text("left_id,right_id,same\n", "utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    files = ["--input", "people.csv", "--columns", "surname=Naam", "--decisions", "decisions.csv"]
    assert main(["duplicates", *files, "--pairs", pairs, "--groups", groups]) == 2
    said = capsys.readouterr().err
    assert sentence in said and len(said.strip().splitlines()) == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_export_is_no_output(exports, tmp_path, capsys):
    outputs = ["--pairs", str(tmp_path / "pairs.csv"), "--groups", exports[1]]
    assert main(["duplicates", "--input", str(tmp_path), *outputs]) == 2
    assert "Contact.csv would be overwritten" in capsys.readouterr().err


def test_the_store_is_no_output(exports, store_option, tmp_path, capsys):
    main(["load", *exports, *store_option])
    outputs = ["--pairs", store_option[1], "--groups", str(tmp_path / "groups.csv")]
    assert main(["duplicates", *outputs, *store_option]) == 2
    assert "overwritten" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_names_itself_and_changes_nothing(
    exports, store_option, tmp_path, capsys
):
    main(["load", *exports, *store_option])
    broken = [tmp_path / name for name in ("broken.xlsx", "torn.xlsx")]
    for path in broken:
        path.write_bytes(b"PK\x03\x04 not a workbook")
    capsys.readouterr()
    assert main(["load", *map(str, broken), *exports, *store_option]) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 2 and "broken.xlsx" in said[0] and "torn.xlsx" in said[1]
    with duckdb.connect(store_option[1]) as db:
        assert db.execute("select count(*) from load").fetchall() == [(1,)]


def test_a_held_store_gives_a_sentence(exports, store_option, capsys):
    main(["load", *exports, *store_option])
    code = "import sys, duckdb; db = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, store_option[1]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        holder.stdout.readline()
        assert main(["load", *exports, *store_option]) == 2
    finally:
        holder.communicate(b"\n")
    said = capsys.readouterr().err
    assert "already running" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_a_stopped_load_says_so_and_changes_nothing(
    error, exports, store_option, monkeypatch, capsys
):
    main(["load", *exports, *store_option])
    capsys.readouterr()

    def interrupted(*_):
        raise error

    monkeypatch.setattr("dq.intake.landing.write.one", interrupted)
    assert main(["load", *exports, *store_option]) == 130
    assert capsys.readouterr().err == "dq: stopped\n"
    with duckdb.connect(store_option[1]) as db:
        assert db.execute("select count(*) from load").fetchall() == [(1,)]


def test_the_store_may_be_named_before_the_command(exports, store_option):
    assert main([*store_option, "load", *exports]) == 0


def test_a_bare_command_shows_no_traceback(store_option):
    done = subprocess.run(
        [sys.executable, "-m", "dq", "load", "absent.csv", *store_option],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "absent.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_duplicates_of_a_file_are_told_by_the_column_that_is_named(tmp_path, capsys):
    people = tmp_path / "people.csv"
    lines = ["P1,Jan,Harbrinkhoek,jan@bouw.example", "P2,J.,Harbrinkhoek,jan@bouw.example"]
    lines += [f"Q{n},Els,Vermeulen{n},els{n}@vis.example" for n in range(3, 30)]
    people.write_text("Nummer,Voornaam,Achternaam,Mail\n" + "\n".join(lines) + "\n", "utf-8")
    pairs, groups = tmp_path / "pairs.csv", tmp_path / "groups.csv"
    given = ["duplicates", "--pairs", str(pairs), "--groups", str(groups)]
    columns = ["--columns", "given_name=Voornaam,surname=Achternaam,email=Mail"]
    of_file = [*given, "--input", str(people), *columns]
    assert main([*of_file, "--id", "Nummer"]) == 0
    assert {row["contact_id"] for row in rows(groups)} == {"P1", "P2"}
    assert main([*of_file, "--id", "Nr"]) == 2
    assert "no column Nr" in capsys.readouterr().err
    for elsewhere in (
        [],
        ["--input", str(tmp_path)],
        ["--input", str(people), "--engine", "spark"],
    ):
        assert main([*given, *elsewhere, "--id", "Nummer"]) == 2
        assert "--id goes with" in capsys.readouterr().err


def test_an_id_that_comes_twice_is_refused_by_its_column(tmp_path, capsys):
    people = tmp_path / "people.csv"
    people.write_text("Nummer,Achternaam\n1,Bos\n1,Vos\n", "utf-8")
    given = ["duplicates", "--pairs", str(tmp_path / "p.csv"), "--groups", str(tmp_path / "g.csv")]
    given += ["--input", str(people), "--columns", "surname=Achternaam", "--id", "Nummer"]
    assert main(given) == 2
    assert "Nummer" in capsys.readouterr().err


@pytest.mark.parametrize("more", [[], ["--complete"]])
def test_a_header_without_rows_is_refused_and_nothing_is_loaded(
    store_option, tmp_path, capsys, more
):
    empty = tmp_path / "empty.csv"
    empty.write_text("Id,LastName,Email\n")
    assert main(["load", str(empty), *more, *store_option]) == 2
    assert "empty.csv has no rows below its header" in capsys.readouterr().err
    with opening.connect(store_option[-1]) as db:
        assert db.execute("from load").fetchall() == []


def test_a_file_of_rejected_rows_alone_is_refused_and_they_are_told(store_option, tmp_path, capsys):
    bad = tmp_path / "bad.csv"
    bad.write_text("Id,LastName,Email\n,Vos,v@x.example\n")
    assert main(["load", str(bad), *store_option]) == 2
    told = capsys.readouterr()
    assert "bad.csv has no row that can be loaded" in told.err
    assert "row 2: The row has no key." in told.out
    assert (tmp_path / "rejected-bad.csv").exists()
