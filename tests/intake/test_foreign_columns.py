"""A column that one object knows may stand in the file of any other."""

import pytest

from dq import intake
from dq.reading import vocabulary

EVERY = vocabulary.objects()
VALUES = ("1", "20-11-2026 8:00", "true", "003000000000001AAA", "")


def headers(thing, without=()):
    return [
        next(iter(words)) for field, words in EVERY[thing].fields.items() if field not in without
    ]


def written(folder, head, more):
    """A file with these columns, and a row in which the others have each of some values."""
    rows = [["CT0001" for _ in head] + [value for _ in more] for value in VALUES]
    path = folder / "some.csv"
    path.write_text("\n".join(",".join(row) for row in ([*head, *more], *rows)))
    return path


BESIDE = {
    "deleted": sorted(vocabulary.DELETED)[:1],
    "master": sorted(vocabulary.MASTER)[:1],
    "both": [*sorted(vocabulary.DELETED)[:1], *sorted(vocabulary.MASTER)[:1]],
} | {other: headers(other) for other in EVERY}


@pytest.mark.parametrize("more", BESIDE)
@pytest.mark.parametrize("thing", EVERY)
@pytest.mark.parametrize("key", [True, False])
def test_they_are_read_or_left_out(db, tmp_path, thing, more, key):
    head = headers(thing, () if key else ("id",))
    path = written(tmp_path, head, [one for one in BESIDE[more] if one not in head])
    [sheet] = intake.read(db, [(path.name, path)], said={path.name: thing}).sheets
    assert sheet.object == thing
    assert sheet.rows + sheet.counts.deleted + len(sheet.broken) > 0 or sheet.problem


def test_who_was_deleted_goes_whatever_the_key_is_like(upload):
    """In a file with a part of the records, of which the others stay."""
    head = "No.,Name,E-Mail,Company No."
    people = [f"000{n},Jan Vries {n},jan{n}@x.example,K1" for n in range(100, 150)]
    upload.load(bc="\n".join([head, *people]))
    gone = [f"{person},{number == 3}" for number, person in enumerate(people[:5])]
    batch = upload.read(bc="\n".join([f"{head},Verwijderd", *gone]))
    assert not batch.sheets[0].complete
    upload.carry_out(batch)
    assert upload.rows("bc_contact", "id") == [(f"000{n}",) for n in range(100, 150) if n != 103]
