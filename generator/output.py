"""A world as files: exports as Data Loader writes them, and the truth beside them."""

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from generator.lifecycle import World

COLUMNS = {
    "accounts": "Id,Name,ParentId,Type,Phone,Website,BillingStreet,BillingPostalCode,BillingCity,"
    "KvKNumber__c",
    "contacts": "Id,AccountId,Salutation,FirstName,MiddleName,LastName,Title,Department,Email,"
    "Phone,MobilePhone,Username,Status,SuccessorId__c,MailingPostalCode,MailingCity,CreatedDate,"
    "LastModifiedDate,EmailBouncedDate,EmailBouncedReason",
    "relations": "Id,AccountId,ContactId,Roles,IsActive,IsDirect,StartDate,EndDate",
    "projects": "Id,Name,AccountId,Status,StartDate,EndDate",
    "approvals": "Id,ProjectId,ContactId,Kind,IsActive",
    "bc_contacts": "No,SalesforceId,Name,Email,CompanyNo,Blocked",
    "portal_users": "Id,Username,ContactId,Email,IsActive,FirstName,LastName,LastLoginDate",
}


def write(world: World, folder: Path) -> None:
    """Write `<object>.csv` for every object and the `truth_*.csv` files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in COLUMNS.items():
        table = world.tables[name]
        _write(folder / f"{name}.csv", {column: table[column] for column in columns.split(",")})
    for name, rows in truth(world).items():
        _write(folder / f"truth_{name}.csv", rows)


def truth(world: World) -> dict[str, dict[str, np.ndarray]]:
    """The truth by file: contacts, accounts, negatives, duplicates (of either) and defects."""
    contact, account = world.contacts["Id"], world.companies.accounts["Id"]
    organisation = account.copy()
    for left, right in world.companies.copies:
        organisation[right] = account[left]
    return {
        "contacts": {"id": contact, "person": contact[world.cards.person]},
        "accounts": {"id": account, "organisation": organisation},
        "negatives": _pairs(contact, world.negatives),
        "account_duplicates": _pairs(account, _kinds(world.companies.copies, "copy")),
        "account_negatives": _pairs(account, _kinds(world.companies.neighbours, "same_building")),
        "duplicates": _pairs(contact, world.cards.duplicates),
        "defects": {
            name: np.array([row[i] for row in world.defects], dtype=object)
            for i, name in enumerate(("check", "record_id", "other_id"))
        },
    }


def _kinds(pairs: list[tuple[int, int]], kind: str) -> list[tuple[int, int, str]]:
    return [(left, right, kind) for left, right in pairs]


def _pairs(identity: np.ndarray, pairs: list[tuple[int, int, str]]) -> dict[str, np.ndarray]:
    left = np.array([left for left, _, _ in pairs], dtype=int)
    right = np.array([right for _, right, _ in pairs], dtype=int)
    kind = np.array([kind for _, _, kind in pairs], dtype=object)
    return {"left_id": identity[left], "right_id": identity[right], "kind": kind}


def _write(path: Path, columns: dict[str, np.ndarray]) -> None:
    table = pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})
    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf")  # Data Loader's extracts begin with a byte order mark
        csv.write_csv(table, file, csv.WriteOptions(quoting_style="all_valid"))
