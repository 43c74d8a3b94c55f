"""Write the demo company's weekly exports: python -m data.make_demo.

One invented company of about 2,000 contacts, a folder per week. What is wrong comes and goes as
in real life: some is solved, some is new, some comes back. The last week is there to be uploaded
by hand and also has rows that are rejected. Everything is invented; addresses end in .example,
where the mistake itself is not in the ending.
"""

import copy
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data import dialects, everything, mailboxes
from generator import generate
from generator.defects import apply, drawn
from generator.kinds import KINDS
from generator.lifecycle import World
from generator.names import WORDS
from generator.orderly import Defect, Orderly

FOLDER = Path(__file__).with_name("demo")
WEEKS = ("2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23")
CONTACTS, SEED, EXTRA = 1_960, 20, 0.022
# How often each defect is drawn over the four weeks; about three in five are there in a given one.
COUNTS = {
    **{"username_clash": 4, "username_taken": 5, "username_lookalike": 5, "duplicate_email": 6},
    **{"duplicate_relation": 4, "leaver_still_approves": 6, "successor_left": 3},
    **{"leaver_without_successor": 7, "leaver_active_in_bc": 6, "bc_email_differs": 12},
    **{"leaver_can_log_in": 4, "inactive_in_bc_active_here": 4, "project_without_approver": 4},
    **{"username_missing": 7, "username_not_email": 10, "account_not_found": 3},
    **{"contact_without_account": 5, "shared_mailbox_on_person": 6, "missing_name": 5},
    **{"missing_title": 28, "missing_email": 14, "invalid_email": 7, "email_domain_typo": 9},
    **{"email_other_domain": 9, "invalid_phone": 16, "bounced_email": 6, "damaged_text": 5},
    **{"unused_login": 8, "user_differs_from_card": 6},
}
# The first two of a kind are there in every week.
OF_MAILBOXES = {"general_card_missing": 3, "general_card_double": 2}
KINDS_HERE = KINDS | {
    "general_card_missing": mailboxes.general_card_missing,
    "general_card_double": mailboxes.general_card_double,
}
# In which weeks something is there, in turn: stays, is solved, is new, comes back.
COMES_AND_GOES = ("1111", "1111", "1110", "0111", "1101", "0011", "1100", "0001", "1011", "1000")
# A duplicate that was merged does not come back.
MERGED = ("1111", "1111", "1110", "0111", "1100", "1111", "0011", "0001")
NEW_CARDS = ("0111", "0011", "0001")
MANAGERS = (
    *("Marloes Hoekstra", "Bas van Rijn", "Yasmina Aydin", "Gijs ter Haar", "Ellen Postma"),
    *("Ruben de Wit", "Sanne Kuipers"),
)


@dataclass(frozen=True)
class Story:
    """The company without anything wrong, and what is there in which weeks."""

    world: World
    defects: list[tuple[str, Defect]]
    cards: list[tuple[str, int]]  # cards that are not there all the time
    edits: list[tuple[str, Defect]]  # ordinary changes


def story() -> Story:
    """Draw the company and its four weeks; the same every time."""
    world = generate(CONTACTS, SEED, EXTRA, defect_rate=0)
    rng = np.random.default_rng(SEED)
    _invented_addresses(world)
    made = drawn(rng, world, COUNTS | OF_MAILBOXES, KINDS_HERE)
    defects = [
        (COMES_AND_GOES[n % len(COMES_AND_GOES)], defect)
        for found in made.values()
        for n, defect in enumerate(found)
    ]
    general = int((world.contacts["FirstName"] == None).sum())  # noqa: E711
    extra = range(world.people, CONTACTS - general)
    cards = [(MERGED[n % len(MERGED)], card) for n, card in enumerate(extra)]
    touched = {row for _, d in defects for table, row, *_ in d.cells if table == "contacts"}
    orderly = Orderly(rng, world)
    free = (card for card in iter(lambda: orderly.take("plain"), None) if card not in touched)
    added = [(NEW_CARDS[n % 3], next(free)) for n in range(27)]
    for weeks, card in added:
        _stamp(world, card, WEEKS[weeks.index("1")])
    edits = [_ordinary_change(rng, world, next(free), n) for n in range(60)]
    _owners(world)
    return Story(world, defects, cards + added, edits)


def _invented_addresses(world: World) -> None:
    """Private addresses at an invented provider: at a real one they could be somebody's."""
    email = world.contacts["Email"]
    for table in ("contacts", "bc_contacts"):
        email = world.tables[table]["Email"]
        for row, address in enumerate(email):
            if address and address.partition("@")[2] in WORDS["free_mail"]:
                email[row] = address.partition("@")[0] + "@postvak.example"
    contacts = world.contacts
    users = contacts["Username"] != None  # noqa: E711
    follow = users & (contacts["Email"] != None)  # noqa: E711
    contacts["Username"][follow] = [address.lower() for address in contacts["Email"][follow]]


def _stamp(world: World, card: int, day: str) -> None:
    for column in ("CreatedDate", "LastModifiedDate"):
        world.contacts[column][card] = f"{day}T08:30:00.000+0000"


def _ordinary_change(
    rng: np.random.Generator, world: World, card: int, number: int
) -> tuple[str, Defect]:
    """Another title or mobile number from one of the later weeks on."""
    weeks = NEW_CARDS[number % 3]
    mobile = f"06 {rng.integers(10, 60)} {rng.integers(10, 99)} {rng.integers(1000, 9999)}"
    title = str(rng.choice(WORDS["titles"]))
    change = ("Title", title) if number % 2 else ("MobilePhone", mobile)
    day = f"{WEEKS[weeks.index('1')]}T08:30:00.000+0000"
    cells: list[tuple[str, int, str, str | None]] = [
        ("contacts", card, *change),
        ("contacts", card, "LastModifiedDate", day),
    ]
    return weeks, Defect([], cells, [])


def _owners(world: World) -> None:
    """An account manager per company, of everything under it."""
    manager = np.array(MANAGERS, dtype=object)
    world.companies.accounts["Owner"] = manager[world.companies.owner * 13 % len(MANAGERS)]


def week(told: Story, number: int) -> World:
    """The company as it was exported in that week (0 is the first)."""
    world = copy.deepcopy(told.world)
    here = [change for weeks, change in told.edits + told.defects if weeks[number] == "1"]
    absent = [card for weeks, card in told.cards if weeks[number] == "0"]
    gone = set(world.contacts["Id"][absent])
    apply(world, here)
    references = {"contacts": "Id", "relations": "ContactId", "bc_contacts": "SalesforceId"}
    references |= {"approvals": "ContactId", "portal_users": "ContactId"}
    for table, column in references.items():
        columns = world.tables[table]
        kept = np.array([value not in gone for value in columns[column]])
        world.tables[table] = {name: values[kept] for name, values in columns.items()}
    for table, columns in world.tables.items():
        order = np.argsort(columns["No" if table == "bc_contacts" else "Id"], kind="stable")
        world.tables[table] = {name: values[order] for name, values in columns.items()}
    return world


def write(folder: Path) -> None:
    """Write a folder per week, in place of what is there."""
    told = story()
    shutil.rmtree(folder, ignore_errors=True)
    for number, day in enumerate(WEEKS):
        made = week(told, number)
        place = folder / day
        place.mkdir(parents=True)
        last = day == WEEKS[-1]
        contacts = dialects.dutch_contacts(made.tables["contacts"])
        loader = dialects.data_export(made.tables)
        if last:
            contacts += dialects.rejected_contacts(contacts)
            loader["AccountContactRelation.csv"] += dialects.REJECTED_RELATIONS
            loader |= everything.tables()  # a weekly export holds every object there is
        dialects.write_semicolons(place / "contactpersonen.csv", contacts)
        dialects.write_report(place / "accounts.csv", made.tables["accounts"], day)
        dialects.write_workbook(place / "bc-contacten.xlsx", made.tables["bc_contacts"])
        dialects.write_zip(place / "dataexport.zip", loader)


if __name__ == "__main__":
    write(FOLDER)
