"""Leave: who goes, who takes over what as of when, and what happens, before it is saved."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from dq.commands import leave
from dq.commands.leave import TAKERS, Leave
from dq.errors import DqError
from dq.outgoing import difference
from dq.queries.backoffice import duties, tiles
from dq.queries.backoffice.duties import Departure
from dq.queries.cards import contacts, mailboxes
from dq.queries.cards.contacts import Card
from dq.settings import names as salesforce
from pages.backoffice.parts import handing_over, tasks
from pages.parts import reviewed
from pages.ui.frame import browser, frame
from pages.ui.session import address, drafts, navigation, people, saving
from pages.ui.session.drafts import Form
from pages.ui.widgets import picking, widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, counted, escape, label, language, plain

MOST_LEAVERS = 20

db = frame.open_store()
st.title(_("Somebody leaves"))
frame.stop_without_data(db)
reviewed.way_back()
state = st.session_state


def named(
    name: str,
    shown: str,
    key: str,
    most: int,
    besides: list[str],
    near: Collection[str] = (),
) -> list[str]:
    """People that the address names under `name`, with a box to choose more, of the accounts `near`
    first."""
    asked = address.value(name)
    if asked and asked != state.get(f"{key}_said"):
        # A link: whoever was chosen before is not in it, and takes nothing over.
        if name == "id":
            picking.clear("l_by")
        cards = [
            contacts.card(db, id) for id in dict.fromkeys(asked.split(",")) if id not in besides
        ]
        state[f"{key}_chosen"] = {card.id: card.name for card in cards[:most] if card}
    chosen = picking.people(db, shown, key, most=most, besides=besides, near=near)
    state[f"{key}_said"] = said = ",".join(chosen) or None
    if said != asked:
        address.put(name, said)
    return chosen


def take(id: str, name: str) -> None:
    """Choose a proposed successor."""
    state["l_by_chosen"] = {**state.get("l_by_chosen", {}), id: name}


def successors(leavers: list[Card]) -> list[str]:
    """Who takes over; colleagues who approve on the same projects are proposed."""
    ids = [card.id for card in leavers]
    st.header(_("Who takes over?"), anchor=False)
    by = [*state.get("l_by_chosen", {})] or (address.value("by") or "").split(",")
    offered = [one for one in duties.proposed(db, ids) if one[0] not in by]
    if offered:
        st.markdown(_("They approve on the same projects already:"))
        with st.container(horizontal=True, gap="small", key="l_offer"):
            for id, name, _projects in offered:
                st.button(label(name), key=f"l_take_{id}", on_click=take, args=(id, name))
    near = {card.account_id for card in leavers if card.account_id}
    chosen = named("by", _("Successor"), "l_by", 10, ids, near)
    if reviewed.key() and not chosen:
        browser.focus("l_by_text")
    with st.container(horizontal=True, gap="small"):
        account = next((card.account_id for card in leavers if card.account_id), None)
        back = {"leaves": ",".join(ids), "by": ",".join(chosen)}
        widgets.link("cards/create.py", _("New card"), account=account, **back)
    return chosen


def form(leavers: list[Card]) -> Form:
    """What is typed besides who leaves and who takes over, which the address says."""
    return Form(("leave", leavers[0].id), "l_", ("l_id_", "l_by_", "l_seen"))


def days(leavers: list[Card]) -> tuple[date, date]:
    """The last day, and the day as of which others have the tasks."""
    known = duties.departure(db, leavers[0].id)
    left = duties.leaver(db, leavers[0].id)  # who has left already did not do so today
    ids = "-".join(card.id for card in leavers)
    with st.container(horizontal=True, gap="small"):
        last = st.date_input(
            _("Last day"),
            value=known.last_day or (left.since if left else date.today()),
            key=f"l_last_{ids}",
            format=formats.typed_day(language()),
            width=170,
        )
        follows = max(date.today(), last + timedelta(days=1)) if last > date.today() else last
        effective = st.date_input(
            _("Tasks taken over as of"),
            value=known.effective or follows,
            key=f"l_from_{ids}_{last}",
            format=formats.typed_day(language()),
            width=170,
        )
    if left and left.guessed and left.since == last:
        widgets.quiet(plain("That last day is estimated: the card was changed last on it."))
    return last, effective


def remark(leavers: list[Card]) -> str:
    """What is to be said beside it."""
    key = f"l_reason_{leavers[0].id}"
    return st.text_input(_("Remark (optional)"), key=key, max_chars=300).strip()


def hangs(card: Card) -> None:
    """What hangs on the person: relations, username, mailboxes, Business Central."""
    widgets.contact_link(card.id, f"**{escape(card.name)}**")
    related = [one for one in contacts.relations(db, card.id) if one.active]
    accounts = ", ".join(one.account or one.account_id or "" for one in related)
    records = [
        f"{one.id} ({words.in_bc(one.blocked, one.asked)})"
        for one in contacts.back_office(db, card.id)
    ]
    widgets.facts(
        [
            (plain("Related accounts"), accounts),
            (plain("Username"), card.username),
            ("Business Central", ", ".join(records)),
        ]
    )
    shared = [user for user in mailboxes.users(db, card.email or "") if user.id != card.id]
    if card.email and shared:
        st.warning(
            _(
                "{email} stands on the card of {names} as well and stays in use there.",
                email=card.email,
                names=", ".join(user.name for user in shared),
            )
        )


def stays(chosen: Sequence[str], another_day: bool) -> None:
    """What Salesforce has no field for, and so stays here.

    :param chosen: the names of who takes over, in the order of its fields
    """
    carried = difference.carried(db, salesforce.read(db), "contact")
    if chosen and another_day and "takeover_date" not in carried:
        widgets.quiet(
            _(
                "Salesforce has no field for the day as of which, by the settings and the last"
                " export; it stays in Kaartenbak and on the tile."
            )
        )
    gets = [name for field, name in zip(TAKERS, chosen, strict=False) if field in carried]
    if len(chosen) > len(gets):
        widgets.quiet(
            plain(
                "Successor in Salesforce: {names}. Who takes over besides stays in Kaartenbak and"
                " on the tile.",
                names=", ".join(gets) or plain("nobody"),
            )
        )


def what_happens(leavers: list[Card], command: Leave, names: Mapping[str, str]) -> bool:
    """What saving does, in sentences, worked out by doing it and taking it back; False: refused."""
    st.header(_("What happens"), anchor=False)
    try:
        asked = leave.what_if(db, command)
    except DqError as error:
        st.error(escape(words.said(error.message, error.values)))
        return False
    by = tuple((id, names[id]) for id in command.successors)
    departure = Departure(command.last_day, command.effective, by, None)
    for card in leavers:
        lines = tasks.sentences(tiles.described(db, asked[card.id]), departure)
        lines = lines or [plain("Nothing is left to do for the back office.")]
        widgets.text(
            plain("{name}, last day {day}", name=card.name, day=command.last_day),
            *(f"– {line}" for line in lines),
        )
    return True


def gone(leavers: list[Card], last: date) -> str:
    """What is said once it is saved."""
    name, number = leavers[0].name, len(leavers)
    if last > date.today():
        if number == 1:
            return plain("{name} leaves on {day}.", name=name, day=last)
        return counted(
            "{number} person leaves on {day}.", "{number} people leave on {day}.", number, day=last
        )
    if number == 1:
        return plain("{name} has left.", name=name)
    return counted("{number} person has left.", "{number} people have left.", number)


def save(command: Leave, leavers: list[Card]) -> None:
    """Save, and go to the tile; a refusal is said and everything chosen stays."""
    message = gone(leavers, command.last_day)
    outcome = saving.attempt(leave.run, command, message)
    if outcome.done:
        picking.clear("l_id", "l_by")
        for name in ("l_id_said", "l_by_said"):
            state.pop(name, None)
        drafts.end(form(leavers))
        reviewed.back()
        tiles_made = [id for id in outcome.value.values() if id]
        if len(tiles_made) == 1:
            navigation.go("backoffice/tile.py", id=tiles_made[0])
        navigation.go("backoffice/tiles.py")
    saving.refusal(outcome)


left, right = st.columns([2, 3], gap="large")
with left:
    ids = named("id", _("Who leaves?"), "l_id", MOST_LEAVERS, [])
    found = [contacts.card(db, id) for id in ids]
    leavers = [card for card in found if card is not None]
if not leavers:
    with right:
        st.info(_("Choose who leaves; then what hangs on them shows here."))
    st.stop()
with left:
    drafts.on_page(form(leavers))
    last, effective = days(leavers)
    chosen = successors(leavers)
    names = {id: card.name for id in chosen if (card := contacts.card(db, id))}
    listed = duties.duties(db, ids)
    without = handing_over.without() if listed and not chosen else None
    reason = remark(leavers)
with right:
    for card in leavers:
        hangs(card)
    takes = handing_over.chosen(listed, names)
if listed and not chosen and not without:
    st.info(_("Choose who takes over, or say that nobody does; then what happens shows here."))
    st.stop()
stays([*names.values()], effective != last)
if without != "unknown":
    handing_over.alone(listed, takes)
command = Leave(
    leavers={card.id: card.version for card in leavers},
    last_day=last,
    effective=effective,
    successors=tuple(names),
    takes=takes,
    reason=reason or None,
    guessed=any(
        one.guessed and one.since == last
        for id in ids
        if (one := duties.leaver(db, id)) is not None
    ),
    undecided=without == "unknown",
)
fine = what_happens(leavers, command, names)
people.ask_beside()
pressed = st.button(
    _("Save and make the tile"),
    type="primary",
    key="save",
    disabled=not fine,
    shortcut=reviewed.key(),
)
seen = saving.on_screen("l_seen", command.leavers, pressed)
if pressed:
    save(replace(command, leavers=seen), leavers)
