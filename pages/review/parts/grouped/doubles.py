"""A group of likely duplicates on screen: which stays, what it gets, and the keys.

Tested in tests/pages/review/test_duplicates.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import streamlit as st

from dq.casework import merging as casework
from dq.casework.merging import Proposal
from dq.commands import decide, merge, postpone
from dq.commands.decide import Decide
from dq.commands.merge import Merge
from dq.domain import risk
from dq.errors import N_
from dq.objects import Mergeable
from dq.queries.review import duplicates
from dq.queries.review.duplicates import Pair
from dq.queries.review.sureness import Group, Why
from pages.review.parts import merging as shown
from pages.review.parts import side_by_side
from pages.review.parts.grouped import deciding, group_panel, groups, telling
from pages.review.parts.grouped.groups import Listed
from pages.ui.session import address, navigation, opened
from pages.ui.session.late import Step
from pages.ui.widgets import widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, escape, label, language, n_, plain

# Why one looks first, but for the risk itself.
WHY: dict[Why, str] = {
    "login": N_("only a card that would go logs in"),
    "logins": N_("more than one card logs in"),
    "accounts": N_("of two accounts, and one logs in: Salesforce does not merge these at once"),
    "left": N_("the card that would stay has left"),
    "places": N_("another account and another job title"),
    "numbers": N_("different Chamber of Commerce numbers"),
    "people": N_("another first name, salutation or number in the address"),
    "rival": N_("one of the cards fits another one outside this group as well"),
}


@dataclass(frozen=True)
class Double:
    """A group with its cards, its pairs and the merge that is proposed."""

    group: Group
    members: list[dict[str, Any]]
    pairs: list[Pair]
    proposal: Proposal

    @property
    def letters(self) -> dict[str, str]:
        """What each record is called here."""
        return {one["id"]: side_by_side.letter(place) for place, one in enumerate(self.members)}


def read(db: duckdb.DuckDBPyConnection, kind: Mergeable, group: Group) -> Double | None:
    """The group as it is now; None where fewer than two of its cards are left."""
    proposal = casework.proposed(db, kind, group.ids)
    if proposal is None:
        return None
    members = duplicates.side_by_side(db, kind, group.ids)
    return Double(group, members, duplicates.pairs(db, kind, group.id), proposal)


def said(kind: Mergeable, group: Group) -> list[str]:
    """Whose it is, and why one looks first."""
    found = [WHY[one] for one in group.why if one != "risk"]
    phrases = [plain(message) for message in found]
    if "risk" in group.why:
        phrases.insert(0, _risk(kind, group))
    if phrases:
        phrases = [plain("take a look: {why}", why=", ".join(phrases))]
    if group.assignee:
        whose = words.assignee(group.assignee)
        phrases.append(plain("{name} sees to it, by {day}", name=whose, day=group.due or "–"))
    elif group.off:
        phrases.append(plain("put off until the next export"))
    return [escape(phrase) for phrase in phrases]


def _risk(kind: Mergeable, group: Group) -> str:
    share = formats.tenths(100 * group.risk, language())
    message = (
        plain("a chance of {share} % that they are not one person", share=share)
        if kind == "contact"
        else plain("a chance of {share} % that they are not one organisation", share=share)
    )
    return message + (plain(", and much hangs on it") if group.cost >= 2 * risk.WRONG else "")


def show(one: Listed[Group], kind: Mergeable, double: Double, onward: str | None) -> None:
    """The group: its keys on top, which card stays, the cards side by side, other values."""
    with st.container(border=True, key="case"):
        names = [str(member["name"] or member["id"]) for member in double.members]
        st.header(escape(" · ".join(dict.fromkeys(names[:3]))), anchor=False)
        top, middle = st.container(key="way"), st.container()
        wanted = proposed(kind, double, middle)
        with top:
            if wanted is None:
                widgets.lines(
                    plain("Which card stays cannot be proposed here, choose it in the form.")
                )
            obstacles = opened.remembered(casework.obstacles, wanted) if wanted else []
            possible = shown.possible(obstacles)
            group_panel.show(
                one,
                kind,
                double.group,
                onward,
                lambda: keys(one, kind, double, onward, wanted, possible),
            )
            shown.warn(obstacles)


def proposed(kind: Mergeable, double: Double, place: Any) -> Merge | None:
    """Which card stays and what it gets, as proposed or chosen; None where nothing is proposed."""
    says = None
    if len(double.members) == 2 and double.pairs:
        says = telling.rows(kind, double.pairs[0], double.members)
    if double.proposal.look:
        with place:
            side_by_side.duplicates(kind, double.members, says=says)
        return None
    rows = double.proposal.rows
    with place:
        survivor = stays(kind, double)
        table = st.container()
        with st.expander(_("Choose other values"), key=f"d_values_{double.group.id}"):
            picked = shown.picked(kind, rows, survivor, f"d_{double.group.id}")
            if not picked:
                st.markdown(_("The cards have the same in every field."))
    wanted = casework.planned(kind, rows, survivor, picked)
    with table:
        becomes = shown.becomes(kind, rows, wanted, double.members)
        side_by_side.duplicates(kind, double.members, stays=survivor, becomes=becomes, says=says)
    return wanted


def stays(kind: Mergeable, double: Double) -> str:
    """Which card stays: the proposed one, until somebody chooses another."""
    candidates = double.proposal.candidates
    known = {one.id: one for one in candidates}
    best = double.proposal.command.survivor_id

    def described(id: str) -> str:
        said = (
            shown.named_telling(kind, known[id], candidates)
            if id == best
            else shown.telling(kind, known[id], candidates)
        )
        return " · ".join(part for part in (double.letters[id], said) if part)

    options = [member["id"] for member in double.members]
    chosen = st.segmented_control(
        _("Which card stays?"),
        options,
        default=best,
        required=True,
        key=f"d_stays_{double.group.id}",
        format_func=address.labels(options, lambda id: label(described(id))),
    )
    return chosen or best


def keys(
    one: Listed[Group],
    kind: Mergeable,
    double: Double,
    onward: str | None,
    wanted: Merge | None,
    possible: bool,
) -> None:
    """What can be done with the whole group: a key each."""
    group = double.group

    def carry_out(step: Step, message: str, *, waits: bool = False) -> None:
        groups.carry_out(one, group, onward, step, message, waits=waits)

    pressed = st.button(
        _("Merge"),
        type="primary",
        key="d_merge",
        shortcut="1",
        disabled=not possible,
        on_click=_merge if wanted else None,
        args=(carry_out, wanted, double) if wanted else None,
    )
    if pressed and wanted is None:
        navigation.go("review/merge.py", kind=kind, ids=",".join(group.ids), group=group.id)
    for name, text, key, then in (
        ("different", _("Not a duplicate"), "2", _different),
        ("later", _("Later"), "3", _later),
    ):
        st.button(
            text, key=f"d_{name}", shortcut=key, on_click=then, args=(carry_out, kind, double)
        )
    group_panel.give(one)
    deciding.reason_field()


def _merge(carry_out: Any, wanted: Merge, double: Double) -> None:
    names: Mapping[str, Any] = {one["id"]: one["name"] for one in double.members}
    message = n_(
        "{name} stays, {number} card is merged into it.",
        "{name} stays, {number} cards are merged into it.",
        len(wanted.losers),
        name=names.get(wanted.survivor_id) or wanted.survivor_id,
    )
    command = Merge(
        wanted.record_kind,
        wanted.survivor_id,
        wanted.version,
        wanted.losers,
        wanted.values,
        deciding.reason(),
    )
    carry_out((merge.run, command), message)


def _different(carry_out: Any, kind: Mergeable, double: Double) -> None:
    said = deciding.reason()
    pairs = [(pair.left_id, pair.right_id) for pair in double.pairs]
    commands = [Decide(kind, left, right, False, said) for left, right in pairs]
    message = plain("Kept: not a duplicate. They are not proposed again.")
    carry_out((decide.run_all, commands), message)


def _later(carry_out: Any, kind: Mergeable, double: Double) -> None:
    message = plain("This group waits until the next export.")
    command = postpone.Postpone(kind, double.group.id)
    carry_out((postpone.run, command), message, waits=True)
