"""What a change did to a row of Kaartenbak's own, in sentences: decisions, tiles, settings.

Tested in tests/pages/ui/words/test_change_text.py.
"""

import json

from dq import settings
from dq.checks import all_checks
from dq.errors import N_
from dq.queries.settings.history import Change, Edit
from pages.ui.words import options, row_text, words
from pages.ui.words.i18n import plain


def _decision(change: Change, edit: Edit) -> list[str]:
    """What was decided of a pair; a decision that was replaced says only what it became, and one
    that a merge carried out nothing."""
    others = [one for one in change.edits if one.id == edit.id and one.table == edit.table]
    if edit.gone and any(one.made for one in others):
        return []
    if edit.made and others[-1].gone:
        return []
    one, two = (
        row_text.called(change, found and (found.after or found.before))
        for found in (edit.field("left_id"), edit.field("right_id"))
    )
    same = edit.field("same")
    sentence = (
        N_("The decision on {one} and {two} is taken back.")
        if edit.gone
        else N_("{one} and {two} are one and the same.")
        if same and same.after
        else N_("{one} and {two} are not the same.")
    )
    return [plain(sentence, one=one, two=two)]


def _setting(_change: Change, edit: Edit) -> list[str]:
    """A setting by its name on the page; of a list what came and what went."""
    found = edit.field("value")
    if found is None:
        return []
    usual = settings.defaults().get(edit.id)
    before, after = (
        json.loads(side) if isinstance(side, str) else usual for side in (found.before, found.after)
    )
    return setting(edit.id, before, after)


def setting(name: str, before: object, after: object) -> list[str]:
    """A setting with what it was and what it becomes; of a list what came and what went, or the
    order where that is all."""
    title = options.name(name)
    before, after = (options.value(name, side) for side in (before, after))
    if not isinstance(before, list) or not isinstance(after, list):
        return [row_text.line(title, before, after)]
    came = ", ".join(one for one in after if one not in before)
    went = ", ".join(one for one in before if one not in after)
    if not came and not went:
        return [row_text.line(title, ", ".join(before), ", ".join(after))]
    return [
        *([plain("{field}: added {words}", field=title, words=came)] if came else []),
        *([plain("{field}: taken out {words}", field=title, words=went)] if went else []),
    ]


def _tile(_change: Change, edit: Edit) -> list[str]:
    """Who has a tile; of the rest its own page tells."""
    who = edit.field("assignee")
    if who is None or edit.made or edit.gone:
        return []
    if who.after:
        return [plain("{name} has the tile.", name=str(who.after))]
    return [plain("Nobody has the tile.")]


def _departure(change: Change, edit: Edit) -> list[str]:
    """The last day of somebody, and from when others have the tasks."""
    return [] if edit.gone else row_text.fields(change, edit, "guessed")


def _disposition(change: Change, edit: Edit) -> list[str]:
    """What was decided of a finding, or that it counts again."""
    check_id, _kind, record_id, _other = (*edit.id.split("~"), "", "", "", "")[:4]
    known = all_checks()
    values: dict[str, object] = {
        "what": plain(known[check_id].title) if check_id in known else plain("Finding"),
        "who": row_text.called(change, record_id),
    }
    state, until = edit.field("state"), edit.field("until")
    if edit.gone:
        return [plain("{who}, {what}: counts again", **values)]
    if until and until.after:
        values["day"] = until.after
        if state and state.after == "accepted":
            return [plain("{who}, {what}: may stay so until {day}", **values)]
        return [plain("{who}, {what}: waits until {day}", **values)]
    if state and state.after == "accepted":
        return [plain("{who}, {what}: may stay so", **values)]
    return [plain("{who}, {what}: waits until the next export", **values)]


def _assignment(change: Change, edit: Edit) -> list[str]:
    """Who sees to a record, and by when."""
    of = row_text.called(change, edit.id.rpartition("~")[2])
    assignee, due = edit.field("assignee"), edit.field("due")
    if edit.gone or (assignee and not assignee.after):
        return [plain("{who}: given to nobody any more", who=of)]
    name = words.assignee(str(assignee.after)) if assignee else ""
    if not name:
        return [plain("{who}: by {day}", who=of, day=due.after)] if due and due.after else []
    if due and due.after:
        return [plain("{who}: {name} sees to it, by {day}", who=of, name=name, day=due.after)]
    return [plain("{who}: {name} sees to it", who=of, name=name)]


def _accepted(change: Change, edit: Edit) -> list[str]:
    """What may stay different from Salesforce, or is offered again."""
    kind, id, field = (*edit.id.split(":"), "", "")[:3]
    thing = plain(words.OBJECTS[kind])
    said = {"who": row_text.called(change, id), "what": words.field(field) if field else thing}
    if edit.gone:
        return [plain("{who}, {what}: goes along to Salesforce again", **said)]
    return [plain("{who}, {what}: may stay different in Salesforce", **said)]


SENTENCES: dict[str, row_text.Sentences] = {
    "decision": _decision,
    "setting": _setting,
    "accepted": _accepted,
    "tile": _tile,
    "departure": _departure,
    "disposition": _disposition,
    "assignment": _assignment,
}
