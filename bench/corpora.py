"""What is matched: public sets of duplicates with their truth, and generated Dutch CRMs."""

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "bench" / "out"
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
    """A generated CRM, written when it is not there yet or its generator has changed."""
    name = dutch_name(contacts, seed)
    folder = OUT / name
    stamp = folder / "generator.txt"
    if not stamp.exists() or stamp.read_text() != _generator():
        print("Generating", name, "...", flush=True)
        size = ["--contacts", str(contacts), "--seed", str(seed), "--output", str(folder)]
        subprocess.run([sys.executable, "-m", "bench.generator", *size], check=True, cwd=ROOT)
        stamp.write_text(_generator())
    return Corpus(name, folder, folder / "truth_contacts.csv", "dutch")


def _generator() -> str:
    """A digest of the generator's source."""
    files = sorted((ROOT / "bench" / "generator").glob("*.*"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def read(path: Path) -> pa.Table:
    """A file of texts."""
    options = csv.ConvertOptions(column_types=dict.fromkeys(_header(path), pa.string()))
    return csv.read_csv(path, convert_options=options)


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig") as file:
        return file.readline().strip().replace('"', "").split(",")
