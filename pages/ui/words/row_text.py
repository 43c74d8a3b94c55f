"""What a change did to one row, in sentences: a link and a move as such, other fields by name."""

from collections.abc import Callable

from dq.objects import PARTS
from dq.queries.settings.history import Change, Edit, Field
from pages.ui.words import words
from pages.ui.words.i18n import plain, written

# What a change did to a row of one table.
Sentences = Callable[[Change, Edit], list[str]]
# Fields that tell a reader nothing, or that a sentence tells.
SILENT = {
    *("kind", "version", "created", "modified", "record_kind", "active", "direct"),
    *("bounced", "bounce_reason", "last_login", "made", "made_by", "takeover_date"),
}


def named(change: Change, edit: Edit, kind: str) -> str | None:
    """The name of the first record of this kind that the row speaks of, its own first."""
    known = (change.names[id] for id in (edit.id, *edit.about) if id in change.names)
    return next((name for one, name in known if one == kind), None)


def called(change: Change, id: object) -> str:
    """The name of a record, also of one that is gone, if any change tells it."""
    if id is None:
        return "–"
    return change.names[str(id)][1] if str(id) in change.names else plain("something that is gone")


def _contact(change: Change, edit: Edit) -> list[str]:
    """A card: what was filled in, where it went, who took over."""
    if edit.gone:
        parts = [found.before for name in PARTS if (found := edit.field(name))]
        return [plain("The card of {name} is taken out.", name=" ".join(map(str, parts)))]
    said = []
    moved = edit.field("account_id")
    if moved and not edit.made:
        said.append(
            plain(
                "From {old} to {new}",
                old=called(change, moved.before),
                new=called(change, moved.after),
            )
        )
    for field in ("successor_id", "second_successor_id"):
        successor = edit.field(field)
        if successor and successor.after:
            name = called(change, successor.after)
            said.append(plain("Tasks taken over by {name}", name=name))
    if not _follows(edit):
        return said + fields(change, edit)
    told = fields(change, edit, "username")
    return said + told + ([] if edit.made else [plain("The username goes along.")])


def _follows(edit: Edit) -> bool:
    """Whether the username goes along with the address, as it should; it is not written twice."""
    email, username = edit.field("email"), edit.field("username")
    return bool(email and username) and email.after == username.after


def _relation(change: Change, edit: Edit) -> list[str]:
    """A relation: made, ended, active again, or taken out; one with the own account goes along."""
    account = named(change, edit, "account") or "–"
    active, direct, end = edit.field("active"), edit.field("direct"), edit.field("end_date")
    if edit.gone:
        own = direct and direct.before
        gone = plain("The relation with {account} is taken out.", account=account)
        return [] if own and _written(change, "contact") else [gone]
    if active and active.after is False:
        if end and end.after:
            return [
                plain("The relation with {account} ended on {day}.", account=account, day=end.after)
            ]
        return [plain("The relation with {account} ended.", account=account)]
    if direct and direct.after:
        return []  # the own account, which the card tells of
    if edit.made or active:
        return [_linked(account, edit)]
    return fields(change, edit)


def _linked(account: str, edit: Edit) -> str:
    roles, start = edit.field("roles"), edit.field("start_date")
    parts = [plain("Related to {account}", account=account)]
    if roles and roles.after:
        parts.append(str(roles.after).replace(";", ", "))
    if start and start.after:
        parts.append(plain("since {day}", day=start.after))
    return ", ".join(parts)


def _portal_user(change: Change, edit: Edit) -> list[str]:
    """A portal user: whose it is, and whether it is on; its username follows the card's."""
    said = []
    owner, active = edit.field("contact_id"), edit.field("active")
    if owner and not edit.made and not edit.gone:
        old, new = called(change, owner.before), called(change, owner.after)
        said.append(plain("The login goes from {old} to {new}", old=old, new=new))
    if active and not edit.made:
        said.append(plain("The login is on.") if active.after else plain("The login is off."))
    if any(one.table == "contact" and one.field("username") for one in change.edits):
        return said
    return said + fields(change, edit)


def _approval(change: Change, edit: Edit) -> list[str]:
    """An approval: on which project, and whose it was and is."""
    project = named(change, edit, "project") or "–"
    owner, active = edit.field("contact_id"), edit.field("active")
    if owner and not edit.made and not edit.gone:
        old, new = called(change, owner.before), called(change, owner.after)
        return [plain("{project}: from {old} to {new}", project=project, old=old, new=new)]
    name = named(change, edit, "contact") or "–"
    if edit.gone or (active and active.after is False):
        return [plain("{name} no longer approves on {project}", name=name, project=project)]
    return [plain("{name} approves on {project}", name=name, project=project)]


def fields(_change: Change, edit: Edit, *besides: str) -> list[str]:
    """The fields that changed and that people know, a line each; of a new row only what it has."""
    silent = {*SILENT, *besides, *(["status"] if edit.made else [])}
    return [
        line(words.field(field.name), *_sides(edit, field), made=edit.made)
        for field in edit.fields
        if field.name in words.FIELDS
        and field.name not in silent
        and not field.name.endswith("_id")
    ]


def _sides(edit: Edit, field: Field) -> tuple[object, object]:
    """Both sides in words; a status that is not filled in is one as well."""
    if edit.table == "contact" and field.name == "status":
        return words.status(field.before), words.status(field.after)
    return words.value(field.name, field.before), words.value(field.name, field.after)


def line(title: str, before: object, after: object, *, made: bool = False) -> str:
    """A field with its value, or with the old and the new one."""
    if made:
        return plain("{field}: {value}", field=title, value=_value(after))
    old, new = _value(before), _value(after)
    return plain("{field}: {before} → {after}", field=title, before=old, after=new)


def _value(content: object) -> str:
    return written(content) if content not in (None, "") else plain("empty")


def _written(change: Change, table: str) -> bool:
    return any(edit.table == table for edit in change.edits)


def _account(change: Change, edit: Edit) -> list[str]:
    """An account: that it was taken out, or what it says now."""
    name = edit.field("name")
    if edit.gone:
        return [plain("The account {name} is taken out.", name=str(name.before if name else "–"))]
    return fields(change, edit)


def _nothing(change: Change, edit: Edit) -> list[str]:
    return []


SENTENCES: dict[str, Sentences] = {
    "contact": _contact,
    "relation": _relation,
    "portal_user": _portal_user,
    "approval": _approval,
    "account": _account,
    # Their own pages tell of these.
    "step": _nothing,
    "succession": _nothing,
    "merged": _nothing,
    "later": _nothing,
}
