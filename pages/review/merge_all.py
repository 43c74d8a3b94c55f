"""Merge all: the groups in which name, address and account are equal, at once."""

import streamlit as st

from dq import settings
from dq.commands import merge
from dq.commands.merge import Merge
from dq.queries import alike, merging
from dq.queries.alike import Group
from pages.ui import frame, saving, widgets
from pages.ui import merging as shown
from pages.ui.i18n import _, counted, n_, plain

db = frame.open_store()
st.title(_("Merge all that are equal"))
st.markdown(
    _("Cards with the same name, the same e-mail address and the same account, a group per row.")
)
frame.stop_without_data(db)
most = int(str(settings.get(db, "merge_at_once")))
groups = alike.groups(db, most + 1)
if not groups:
    st.success(_("No groups of which everything is equal."))
    widgets.link("review/duplicates.py", _("To the duplicates"))
    st.stop()
if len(groups) > most:
    groups = groups[:most]
    st.info(
        n_(
            "There are more; {number} group at most is merged at once (a setting).",
            "There are more; {number} groups at most are merged at once (a setting).",
            most,
        )
    )


def command(group: Group) -> Merge | None:
    """The merge of one group by the rules of the settings; None where somebody has to look."""
    rules = settings.get(db, "survivor_rules")
    found = merging.candidates(db, "contact", group.ids)
    survivor = merging.best(found, rules if isinstance(rules, list) else [])
    rows = merging.records(db, "contact", group.ids)
    losers = [row for row in rows if row["id"] != survivor]
    in_the_way = merging.obstacles(db, "contact", survivor, [row["id"] for row in losers])
    if any(one.what in ("portal", "users") for one in in_the_way):
        return None
    if merging.left_behind(found, survivor):
        return None
    [stays] = [row for row in rows if row["id"] == survivor]
    return Merge(
        "contact",
        survivor,
        stays["version"],
        {row["id"]: row["version"] for row in losers},
        shown.filled("contact", rows, survivor),
    )


commands = {group: command(group) for group in groups}
ready = [one for one in commands.values() if one]
widgets.table(
    plain("The groups"),
    [plain("Name"), plain("E-mail"), plain("Account"), plain("Cards"), plain("Stays")],
    [
        [
            *(widgets.shown(part) for part in (group.name, group.email, group.account)),
            widgets.shown(len(group.ids)),
            widgets.code(one.survivor_id) if one else widgets.shown(plain("look at it yourself")),
        ]
        for group, one in commands.items()
    ],
)
label = n_("Merge {number} group", "Merge {number} groups", len(ready))
if ready and st.button(label, type="primary", key="save"):
    message = counted("{number} group is merged.", "{number} groups are merged.", len(ready))
    done, _nothing = saving.attempt(merge.run_all, ready, message)
    if done:
        st.rerun()
    saving.refusal()
