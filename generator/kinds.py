"""The kinds of defects: each a few edits on cards that are in order."""

from collections.abc import Callable
from typing import Any

from generator import ids
from generator.orderly import Defect, Orderly
from generator.typed import slip

TYPOS = ("gmial.com", "hotnail.com", "hotmail.con", "ziggo.nll", "gmailcom", "outlok.com")
APPROVED = ("Uren", "Deelovereenkomst", "Factuur")
PHONES = ("06-1234567", "0612345", "06 - nog navragen", "+31 (0)6", "00000", "026-12")


def _contact(card: int, **values: Any) -> list[tuple[str, int, str, str | None]]:
    return [("contacts", card, column, value) for column, value in values.items()]


def _on_card(check: str, pool: str, values: Callable[[Orderly, int, int], dict[str, Any]]):
    """A kind of defect that is a few cells of one contact card."""

    def make(orderly: Orderly, number: int) -> Defect:
        card = orderly.take(pool)
        record = str(orderly.table["Id"][card])
        return Defect([(check, record, None)], _contact(card, **values(orderly, card, number)), [])

    return make


def _address(orderly: Orderly, card: int, address: str) -> dict[str, Any]:
    """A new e-mail address, and the username that is made from it."""
    known = orderly.table["Username"][card] is not None
    return {"Email": address, "Username": address.lower() if known else None}


def _local(orderly: Orderly, card: int) -> str:
    return str(orderly.table["Email"][card]).partition("@")[0]


def _invalid_email(orderly: Orderly, card: int, number: int) -> dict[str, Any]:
    local, domain = _local(orderly, card), orderly.domain(card)
    shapes = (
        *(f"{local}@", f"{local} @{domain}", f"{local}@@{domain}", f"{local}{domain}"),
        *(f"{local}@{domain.removesuffix('.example')}..example", f"{local},@{domain}"),
    )
    return _address(orderly, card, shapes[number % len(shapes)])


def _email_domain_typo(orderly: Orderly, number: int) -> Defect:
    card, domain = orderly.take("plain"), TYPOS[number % len(TYPOS)]
    record = str(orderly.table["Id"][card])
    findings: list[tuple[str, str, str | None]] = [("email_domain_typo", record, None)]
    if "." not in domain:  # such an address is not valid either
        findings.append(("invalid_email", record, None))
    address = f"{_local(orderly, card)}{card}@{domain}"
    return Defect(findings, _contact(card, **_address(orderly, card, address)), [])


def _pair(check: str, orderly: Orderly, card: int, other: int) -> list[tuple[str, str, str | None]]:
    left, right = str(orderly.table["Id"][card]), str(orderly.table["Id"][other])
    return [(check, left, right), (check, right, left)]


def _username_clash(orderly: Orderly, number: int) -> Defect:
    card, other = orderly.take("user"), orderly.take("user")
    taken = str(orderly.table["Username"][other])
    spelled = (taken, taken.upper(), taken + " ")[number % 3]
    findings = _pair("username_clash", orderly, card, other)
    findings.append(("username_not_email", str(orderly.table["Id"][card]), None))
    return Defect(findings, _contact(card, Username=spelled), [])


def _username_taken(orderly: Orderly, number: int) -> Defect:
    """The card's address is the username of somebody who left, whose username stays taken."""
    card, other = orderly.take("plain"), orderly.take("left_user")
    finding = ("username_taken", str(orderly.table["Id"][card]), str(orderly.table["Id"][other]))
    return Defect([finding], _contact(card, Email=orderly.table["Email"][other], Username=None), [])


def _username_lookalike(orderly: Orderly, number: int) -> Defect:
    card, other = orderly.take("user"), orderly.take("user")
    local, _, domain = str(orderly.table["Username"][other]).partition("@")
    near = f"{slip(orderly.rng, local)}@{domain}"
    finding = (
        "username_lookalike", str(orderly.table["Id"][card]), str(orderly.table["Id"][other]),
    )  # fmt: skip
    return Defect([finding], _contact(card, Email=near, Username=near), [])


def _duplicate_email(orderly: Orderly, number: int) -> Defect:
    card, other = orderly.take("plain"), orderly.take("user")
    findings = _pair("duplicate_email", orderly, card, other)
    findings.append(("username_taken", findings[0][1], findings[0][2]))
    return Defect(findings, _contact(card, Email=orderly.table["Email"][other], Username=None), [])


def _duplicate_relation(orderly: Orderly, number: int) -> Defect:
    record = str(orderly.table["Id"][orderly.take("plain")])
    relations = orderly.world.tables["relations"]
    row = orderly.row("relations", "ContactId", record)
    again = {name: column[row] for name, column in relations.items()}
    again["Id"] = str(ids.salesforce("07k", 1, start=50_000_000 + number)[0])
    left, right = str(again["Id"]), str(relations["Id"][row])
    check = "duplicate_relation"
    return Defect([(check, left, right), (check, right, left)], [], [("relations", again)])


def _in_bc(check: str, pool: str, column: str, value: Callable[[str], str]):
    """A kind of defect that is one cell of a contact's row in Business Central."""

    def make(orderly: Orderly, number: int) -> Defect:
        record = str(orderly.table["Id"][orderly.take(pool)])
        row = orderly.row("bc_contacts", "SalesforceId", record)
        now = str(orderly.world.tables["bc_contacts"][column][row])
        return Defect([(check, record, None)], [("bc_contacts", row, column, value(now))], [])

    return make


def _leaver_still_approves(orderly: Orderly, number: int) -> Defect:
    """An active approval on a project that is not closed, of the leaver's company if it can be."""
    card = orderly.take("left_user")
    record, world = str(orderly.table["Id"][card]), orderly.world
    projects = world.tables["projects"]
    first = world.companies.first_account[world.cards.company[card]]
    count = world.companies.account_count[world.cards.company[card]]
    own = [orderly.rows("projects", "AccountId").get(str(account))
           for account in world.companies.accounts["Id"][first : first + count]]  # fmt: skip
    running = [row for row in own if row is not None and projects["Status"][row] == "Actief"]
    project = running[0] if running else orderly.row("projects", "Status", "Actief")
    project_id, approvals = str(projects["Id"][project]), world.tables["approvals"]
    # What somebody in service approves as well, or the project would have no approver for it.
    kinds = [approvals["Kind"][row] for row in orderly.approvals_of(project_id)
             if approvals["IsActive"][row] == "true"]  # fmt: skip
    row = _approval(50_000_000 + number, project_id, record, kinds[number % len(kinds)])
    return Defect([("leaver_still_approves", record, None)], [], [("approvals", row)])


def _approval(number: int, project: str, contact: str, kind: str) -> dict[str, str | None]:
    key = str(ids.salesforce("a0Q", 1, start=number)[0])
    row = {"Id": key, "ProjectId": project, "ContactId": contact, "Kind": kind}
    return {**row, "IsActive": "true"}


def _leaver_can_log_in(orderly: Orderly, number: int) -> Defect:
    card = orderly.take("left_user")
    record = str(orderly.table["Id"][card])
    cells: list[tuple[str, int, str, str | None]] = [("portal_users", card, "IsActive", "true")]
    return Defect([("leaver_can_log_in", record, None)], cells, [])


def _bounced(orderly: Orderly, card: int, number: int) -> dict[str, Any]:
    """With a date and a reason, or one of them."""
    date, reason = "2026-09-14T10:00:00.000+0000", "550 5.1.1 user unknown"
    return {
        "EmailBouncedDate": None if number % 3 == 1 else date,
        "EmailBouncedReason": None if number % 3 == 2 else reason,
    }


def _on_user(check: str, values: Callable[[Orderly, int, int], dict[str, Any]]):
    """A kind of defect that is a few cells of a card's portal user."""

    def make(orderly: Orderly, number: int) -> Defect:
        card = orderly.take("user")
        cells = [
            ("portal_users", card, column, value)
            for column, value in values(orderly, card, number).items()
        ]
        return Defect([(check, str(orderly.table["Id"][card]), None)], cells, [])

    return make


def _other_user(orderly: Orderly, card: int, number: int) -> dict[str, Any]:
    """Every second user has another name, the others another address."""
    if number % 2:
        return {"FirstName": f"Anders{orderly.table['FirstName'][card]}"}
    return {"Email": f"{_local(orderly, card)}@oud.{orderly.domain(card)}"}


def _project_without_approver(orderly: Orderly, number: int) -> Defect:
    """Nobody approves on a project any more; or, every second time, one kind only a leaver."""
    project, rows = orderly.take_project()
    approvals = orderly.world.tables["approvals"]
    findings: list[tuple[str, str, str | None]] = [("project_without_approver", project, None)]
    missing = [kind for kind in APPROVED if kind not in {approvals["Kind"][row] for row in rows}]
    if number % 2 or not missing:
        return Defect(findings, [("approvals", row, "IsActive", "false") for row in rows], [])
    record = str(orderly.table["Id"][orderly.take("left_user")])
    findings.append(("leaver_still_approves", record, None))
    row = _approval(60_000_000 + number, project, record, missing[0])
    return Defect(findings, [], [("approvals", row)])


def _successor_left(orderly: Orderly, number: int) -> Defect:
    card, other = orderly.take("left"), orderly.take("left")
    record, successor = str(orderly.table["Id"][card]), str(orderly.table["Id"][other])
    return Defect(
        [("successor_left", record, successor)], _contact(card, SuccessorId__c=successor), []
    )


def _nowhere(orderly: Orderly, card: int, number: int) -> dict[str, Any]:
    return {"AccountId": str(ids.salesforce("001", 1, start=80_000_000 + number)[0])}


KINDS: dict[str, Callable[[Orderly, int], Defect]] = {
    "username_clash": _username_clash,
    "username_taken": _username_taken,
    "username_lookalike": _username_lookalike,
    "duplicate_email": _duplicate_email,
    "duplicate_relation": _duplicate_relation,
    "leaver_still_approves": _leaver_still_approves,
    "leaver_can_log_in": _leaver_can_log_in,
    "successor_left": _successor_left,
    "leaver_without_successor": _on_card(
        "leaver_without_successor", "left", lambda o, card, n: {"SuccessorId__c": None}
    ),
    "leaver_active_in_bc": _in_bc(
        "leaver_active_in_bc", "left_in_bc", "Blocked", lambda now: "false"
    ),
    "inactive_in_bc_active_here": _in_bc(
        "inactive_in_bc_active_here", "in_bc", "Blocked", lambda now: "true"
    ),
    "bc_email_differs": _in_bc(
        "bc_email_differs", "in_bc", "Email", lambda now: "oud." + now.replace("@", "@mail.")
    ),
    "username_missing": _on_card(
        "username_missing", "approver", lambda o, card, n: {"Username": None}
    ),
    "username_not_email": _on_card(
        "username_not_email",
        "user",
        lambda o, card, n: {"Username": f"{_local(o, card)}@portaal-{o.domain(card)}"},
    ),
    "project_without_approver": _project_without_approver,
    "account_not_found": _on_card("account_not_found", "plain", _nowhere),
    "contact_without_account": _on_card(
        "contact_without_account", "plain", lambda o, card, n: {"AccountId": None}
    ),
    "shared_mailbox_on_person": _on_card(
        "shared_mailbox_on_person",
        "plain",
        lambda o, card, n: _address(o, card, f"{('planning', 'uren')[n % 2]}@{o.domain(card)}"),
    ),
    "missing_name": _on_card(
        "missing_name",
        "plain",
        lambda o, card, n: {"FirstName": None, "MiddleName": None, "LastName": "Onbekend"},
    ),
    "missing_title": _on_card("missing_title", "plain", lambda o, card, n: {"Title": None}),
    "missing_email": _on_card(
        "missing_email", "plain", lambda o, card, n: {"Email": None, "Username": None}
    ),
    "invalid_email": _on_card("invalid_email", "plain", _invalid_email),
    "email_domain_typo": _email_domain_typo,
    "email_other_domain": _on_card(
        "email_other_domain",
        "plain",
        lambda o, card, n: _address(o, card, f"{_local(o, card)}@{o.elsewhere(card)}"),
    ),
    "invalid_phone": _on_card(
        "invalid_phone", "plain", lambda o, card, n: {"Phone": PHONES[n % len(PHONES)]}
    ),
    "damaged_text": _on_card(
        "damaged_text",
        "plain",
        lambda o, card, n: {
            "Title": ("CoÃ¶rdinator", "Hoofd financiÃ«n", "CommerciÃ«le planner")[n % 3]
        },
    ),
    "bounced_email": _on_card("bounced_email", "plain", _bounced),
    "unused_login": _on_user(
        "unused_login",
        lambda o, card, n: {"LastLoginDate": (None, "2026-01-15T08:15:00.000+0000")[n % 2]},
    ),
    "user_differs_from_card": _on_user("user_differs_from_card", _other_user),
}  # fmt: skip
