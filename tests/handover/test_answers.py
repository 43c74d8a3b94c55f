"""Results of Data Loader are known among other files, also in a zip."""

import zipfile

import pytest

from dq.errors import Invalid
from dq.handover import answers, results

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
    ],
)
def test_a_result_has_our_key_and_what_became_of_the_row(tmp_path, content, known):
    (tmp_path / "f.csv").write_bytes(content)
    assert answers.known(tmp_path / "f.csv") is known


def test_a_zip_is_one_when_all_its_tables_are(tmp_path):
    whole = zipped(tmp_path / "a.zip", success=SUCCESS, error=ERROR)
    assert answers.known(whole)
    assert not answers.known(zipped(tmp_path / "b.zip", success=SUCCESS, contacts=EXPORT))
    assert not answers.known(zipped(tmp_path / "c.zip"))
    both = [results.read("f.csv", text.encode()) for text in (SUCCESS, ERROR)]
    assert results.read("a.zip", whole.read_bytes()) == [one for file in both for one in file]


def test_a_damaged_zip_is_a_sentence(tmp_path):
    path = zipped(tmp_path / "a.zip", success=SUCCESS * 50)
    with zipfile.ZipFile(path) as archive:
        start = archive.infolist()[0].header_offset
    content = bytearray(path.read_bytes())
    content[start + 60 : start + 70] = b"\0" * 10
    path.write_bytes(content)
    with pytest.raises(Invalid, match="cannot be unpacked"):
        results.read("a.zip", path.read_bytes())
