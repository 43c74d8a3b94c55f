"""What is matched: public sets of duplicates with their truth, and generated Dutch CRMs."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from bench import data
from bench.data import OUT
from bench.runs import ROOT

PUBLIC = ROOT.parent / "shared" / "corpora"
FEBRL = (
    "given_name=given_name,surname=surname,text=street_number,address=address_1,place=suburb,"
    "postcode=postcode,date=date_of_birth,identifier=soc_sec_id"
)


@dataclass(frozen=True)
class Corpus:
    """Records to match. `columns` is what the command line is told; a folder needs none."""

    name: str
    path: Path
    truth: Path
    model: str
    columns: str | None = None

    @property
    def generated(self) -> bool:
        """Whether it is a CRM of the generator."""
        return self.columns is None


def public() -> list[Corpus]:
    """The public sets, of which those in `corpora` beside the project may be absent."""
    febrl = OUT / "corpora"
    found = [_public(f"febrl{i}", febrl, "febrl", FEBRL) for i in range(1, 5)]
    return found + [
        _public(
            "fake_1000",
            PUBLIC,
            "fake",
            "given_name=first_name,surname=surname,date=dob,place=city,email=email",
        ),
        _public(
            "dedupe_csv",
            PUBLIC,
            "dedupe",
            "company=site_name,address=address,postcode=zip,phone=phone",
        ),
        _public("restaurant", PUBLIC, "restaurant", "company=name,address=address,place=city"),
    ]


def _public(name: str, folder: Path, model: str, columns: str) -> Corpus:
    at = folder / name
    return Corpus(name, at / "records.csv", at / "truth.csv", model, columns)


def dutch_name(contacts: int, seed: int) -> str:
    """What a generated CRM is called."""
    return f"dutch{contacts // 1000}k_s{seed}"


def dutch(contacts: int, seed: int) -> Corpus:
    """A generated CRM, written when it is not there yet."""
    folder = data.first_week(contacts, seed)[0].parent
    return Corpus(dutch_name(contacts, seed), folder, folder / "truth_contacts.csv", "dutch")


def read(path: Path) -> pa.Table:
    """A file of texts."""
    options = csv.ConvertOptions(column_types=dict.fromkeys(_header(path), pa.string()))
    return csv.read_csv(path, convert_options=options)


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig") as file:
        return file.readline().strip().replace('"', "").split(",")
