"""Results of Data Loader are known among other files, also in a zip."""

import zipfile

import pytest

from dq.errors import Invalid
from dq.intake.answers import answers, results

SUCCESS = '"ID","KAARTENBAK_KEY","STATUS"\r\n"003x","1-05-00001","Item Updated"\r\n'
ERROR = "KAARTENBAK_KEY;Title;ERROR\n1-05-00002;x;locked\n"
EXPORT = "Id,LastName\n003A,Bos\n"


def zipped(path, **members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"out/{name}.csv", text)
    return path


@pytest.mark.parametrize(
    ("content", "known"),
    [
        (SUCCESS.encode(), True),
        (ERROR.encode("utf-8-sig"), True),
        (ERROR.encode("utf-16"), True),
        (EXPORT.encode(), False),
        (b"KAARTENBAK_KEY,Title\n1-05-00001,x\n", False),  # a package, not what became of it
        (b"", False),
        (bytes(range(256)), False),
        (b"ID,Id,Title,STATUS\n003A,003A,x,Item Updated\n", True),
        (b"ID,LastName,STATUS\n003A,Bos,Item Created\n", True),
        (b"Id,Name,Status\na0A,Brug,Loopt\n", False),  # projects
        (b"ID,NAME,STATUS\na0A,Brug,Loopt\n", False),
        (b"Id,Title,ERROR\n003A,x,locked\n", True),
        (b"ID,ERROR,Id,Title\n,locked,003A,x\n", True),
        (b"ID,sf__Created,Id,Title\n003A,false,003A,x\n", True),
        (b"sf__Id,sf__Error,Id\n,locked,003A\n", True),
        (b"Id\tTitle\t__Status\t__Id\t__Action\t__Errors\n003A\tx\tFailed\t\t\tNo\n", True),
        (b"Id,Success,Created,Error\n003A,true,false,\n", True),
    ],
)
def test_a_result_says_what_became_of_the_row(tmp_path, content, known):
    (tmp_path / "f.csv").write_bytes(content)
    assert answers.known(tmp_path / "f.csv") is known


def test_what_nobody_got_to_is_known_by_its_name(tmp_path):
    (tmp_path / "0").write_bytes(EXPORT.encode())
    assert answers.known(tmp_path / "0", "7505g-unprocessed-records.csv")
    assert not answers.known(tmp_path / "0", "contacts.csv")


def test_a_folder_of_a_package_with_its_results_is_one_and_the_package_alone_is_none(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sf/05-contacts.csv", EXPORT)
        archive.writestr("05-contacts.csv", "KAARTENBAK_KEY,Id,Title\n1-05-00001,003A,x\n")
        archive.writestr("sf/run.log", "done")
    assert not answers.known(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("sf/05-contacts.success.csv", "sf__Id,sf__Created,Id\n003A,false,003A\n")
    assert answers.known(path)
    assert [one.id for one in results.read("a.zip", path.read_bytes())] == ["003A"]


def test_a_zip_is_one_when_all_its_tables_are(tmp_path):
    whole = zipped(tmp_path / "a.zip", success=SUCCESS, error=ERROR)
    assert answers.known(whole)
    assert not answers.known(zipped(tmp_path / "b.zip", success=SUCCESS, contacts=EXPORT))
    assert not answers.known(zipped(tmp_path / "c.zip"))
    both = [results.read("f.csv", text.encode()) for text in (SUCCESS, ERROR)]
    found = results.read("a.zip", whole.read_bytes())
    assert [one.key for one in found] == [one.key for file in both for one in file]


def test_a_damaged_zip_is_a_sentence(tmp_path):
    path = zipped(tmp_path / "a.zip", success=SUCCESS * 50)
    with zipfile.ZipFile(path) as archive:
        start = archive.infolist()[0].header_offset
    content = bytearray(path.read_bytes())
    content[start + 60 : start + 70] = b"\0" * 10
    path.write_bytes(content)
    with pytest.raises(Invalid, match="cannot be unpacked"):
        results.read("a.zip", path.read_bytes())
