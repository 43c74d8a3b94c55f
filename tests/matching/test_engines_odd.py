"""Both engines on files that are odd: what is written is the same, row by row."""

import csv

import pytest

from dq.matching.files import match as files
from generator import generate, output
from generator.practice import PRACTICE

HEADER = ("Id", "FirstName", "LastName", "Email", "Phone", "MobilePhone", "AccountId")
ABROAD = [
    ("Ünal", "Çelik"),
    ("Łukasz", "Wójcik"),
    ("王", "伟"),
    ("Ελένη", "Παππά"),
    ("Zoë", "d’Arcy-Ōno"),
    ("👩", "Ångström"),
]


def card(number, first, last, company="001A", number_of=None):
    """Somebody with an address and a number of their own, or those of somebody else."""
    owner = number if number_of is None else number_of
    mobile, address = f"06{12_000_000 + owner * 7919:08}", f"kaart{owner}@alfa.example"
    return (f"003{number:04}", first, last, address, "020 5550000", mobile, company)


def people(number):
    """Cards of which every fifth is there twice."""
    names = [("Jan", "Bakker"), ("Sandra", "de Vries"), ("Kees", "Harkstra"), ("Els", "Otterleek")]
    first = [card(one, *names[one % 4], f"001{one % 7}") for one in range(number)]
    again = [
        card(number + one, *first[one][1:3], first[one][-1], one) for one in range(0, number, 5)
    ]
    return first + again


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])


def emptied(rows, *places):
    return [
        tuple("" if place in places else cell for place, cell in enumerate(row)) for row in rows
    ]


def generated(path):
    output.write(generate(400, 5, habits=PRACTICE), path)
    with (path / "contacts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def shouted(path):
    header, *rows = generated(path)
    same = {header.index(name) for name in header if name.endswith("Id")}
    rows = [
        [cell if place in same else cell.upper() for place, cell in enumerate(row)] for row in rows
    ]
    with (path / "contacts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def only(make):
    """A folder with these contacts and nothing else."""
    return lambda path: write(path / "contacts.csv", make())


ODD = {
    "no addresses and numbers": only(lambda: emptied(people(60), 3, 4, 5)),
    "no names": only(lambda: emptied(people(60), 1, 2)),
    "nothing but ids": only(lambda: emptied(people(60), 1, 2, 3, 4, 5, 6)),
    "no companies": only(lambda: emptied(people(60), 6)),
    "one card": only(lambda: [card(1, "Jan", "Bakker")]),
    "no cards": only(list),
    "no doubles": only(lambda: [card(one, f"A{one}", f"Bakker{one}") for one in range(40)]),
    "all in capitals": shouted,
    "all cards one": only(lambda: [card(one, "Jan", "Bakker", number_of=1) for one in range(90)]),
    "too many for one": only(lambda: [card(one, "Jan", "Bakker", "001", 1) for one in range(220)]),
    "names from abroad": only(
        lambda: [card(one, *ABROAD[one % 6], f"001{one % 2}", one % 15) for one in range(60)]
    ),
    "ids with marks": only(
        lambda: [(f'{row[0]},"q" ;\té', *row[1:]) for row in people(40)]
    ),
}  # fmt: skip


def rows(path):
    """All rows of a file, or of a folder of parts."""
    parts = sorted(path.glob("part-*.csv")) if path.is_dir() else [path]
    return sorted(
        tuple(round(float(cell), 6) if name == "score" else cell for name, cell in row.items())
        for part in parts
        for row in csv.DictReader(part.read_text("utf-8").splitlines())
    )


def written(run, folder, path):
    """What a run counts, and the rows that it writes of pairs and groups."""
    pairs, groups = path / "pairs.csv", path / "groups.csv"
    path.mkdir()
    return run(folder, pairs, groups), rows(pairs), rows(groups)


def in_process(folder, pairs, groups):
    return files.run(folder, None, pairs, groups)


def on(spark):
    from dq.matching.spark import engine

    return lambda folder, pairs, groups: engine.within(spark, folder, pairs, groups)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_gives_the_same_on_both_engines(name, spark, tmp_path):
    ODD[name](tmp_path / "in")
    here = written(in_process, tmp_path / "in", tmp_path / "here")
    assert written(on(spark), tmp_path / "in", tmp_path / "there") == here
    assert here[0] == (len(here[1]), len(here[2]))


def test_a_folder_of_several_files_is_read_as_one(spark, tmp_path):
    every = people(60)
    write(tmp_path / "one" / "contacts.csv", every)
    for place in range(3):
        write(tmp_path / "parts" / "contacts.csv" / f"part-{place}.csv", every[place::3])
    here = written(in_process, tmp_path / "one", tmp_path / "here")
    assert here[1]
    assert written(on(spark), tmp_path / "parts", tmp_path / "there") == here
