"""Shared mailboxes of the demo company: without a general card, and with one too many."""

from generator.orderly import Defect, Orderly


def general_card_missing(orderly: Orderly, number: int) -> Defect:
    """Two people of one company who approve hours get the company's planning mailbox."""
    world, table = orderly.world, orderly.table
    approvals, projects = world.tables["approvals"], world.tables["projects"]
    running = set(projects["Id"][projects["Status"] == "Actief"])
    hours = {
        contact
        for contact, project, kind, active in zip(
            *(approvals[name] for name in ("ContactId", "ProjectId", "Kind", "IsActive")),
            strict=True,
        )
        if kind == "Uren" and active == "true" and project in running
    }
    waiting: dict[str, int] = {}
    while True:
        card = orderly.take("approver")
        if table["Id"][card] not in hours:
            continue
        other = waiting.setdefault(str(table["AccountId"][card]), card)
        if other != card:
            break
    mailbox = f"planning@{orderly.domain(card)}"
    cells: list[tuple[str, int, str, str | None]] = [
        ("contacts", one, "Email", mailbox) for one in (other, card)
    ]
    cells += [("contacts", other, "Username", mailbox), ("contacts", card, "Username", None)]
    return Defect([], cells, [])


def general_card_double(orderly: Orderly, number: int) -> Defect:
    """A second general card for the mailbox of one that is there, made of an ordinary card."""
    table = orderly.table
    accounts = orderly.world.companies.accounts
    named = dict(zip(accounts["Id"], accounts["Name"], strict=True))
    there = [
        row
        for row, (first, last, email, account) in enumerate(
            zip(
                *(table[name] for name in ("FirstName", "LastName", "Email", "AccountId")),
                strict=True,
            )
        )
        if first is None and email and named.get(account) == last
    ]
    general = there[number]
    card = orderly.take("plain")
    copied = ("AccountId", "LastName", "Email")
    values = {name: table[name][general] for name in copied}
    empty = dict.fromkeys(("Salutation", "FirstName", "MiddleName", "Title", "Username"))
    cells = [("contacts", card, name, value) for name, value in {**values, **empty}.items()]
    return Defect([], cells, [])
