"""Files in an inbox, as old as a test wants them."""

import io
import os
import zipfile

from dq.intake import inbox
from dq.intake.inbox import places

# So many people that a few more or less are no share of them.
PEOPLE = 40


def contacts(number=PEOPLE, title="Planner", first=0):
    """A contacts export of so many people."""
    rows = [
        f"003{id:012d},Vera,Dekker{id},{title},vera.dekker{id}@firma.example,001000000000001"
        for id in range(first, first + number)
    ]
    return "\n".join(["Id,FirstName,LastName,Title,Email,AccountId", *rows, ""])


def accounts():
    return "Id,Name,BillingCity\n001000000000001,Firma BV,Delft\n"


def zipped(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return made.getvalue()


class Arriving:
    """Puts files into the inbox of a store in a folder."""

    def __init__(self, folder):
        self.store = folder / "store.duckdb"
        self.box = inbox.box(self.store)
        self.box.make()

    def put(self, name, content, age=places.PATIENCE + 1):
        """A file that came so many seconds ago, as far as its own time goes."""
        path = self.box.root / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        moment = path.stat().st_mtime - age
        os.utime(path, (moment, moment))
        return path

    def names(self, place):
        """Per folder there the files."""
        return {
            folder.name: [path.name for path in places.within(folder)]
            for folder in sorted(place.iterdir() if place.is_dir() else [])
        }

    def all_names(self, place):
        return sorted(name for names in self.names(place).values() for name in names)
