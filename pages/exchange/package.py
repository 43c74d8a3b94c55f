"""Package: what would go to Salesforce now, the button that packs it, and earlier packages."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import streamlit as st

from dq import scratch
from dq.commands import pack, withdraw
from dq.errors import N_
from dq.handover.package import archive
from dq.outgoing import ready, refused, waiting
from dq.outgoing.ready import Outgoing
from dq.outgoing.waiting import Wait
from dq.queries.exchange import packages
from dq.queries.exchange.packages import Missed, Package
from dq.settings import names
from pages.exchange.parts import sent_rows
from pages.parts import called
from pages.ui.frame import frame
from pages.ui.session import saving
from pages.ui.widgets import widgets
from pages.ui.words import formats, i18n, words
from pages.ui.words.i18n import _, counted, escape, language, n_, plain

SHOWN = 20
STATES = {
    "sent": N_("on the way"),
    "done": N_("done"),
    "failed": N_("refused"),
    "missed": N_("not in the export"),
    "arrived": N_("arrived"),
    "withdrawn": N_("withdrawn"),
}
# What did not happen, where that is no field.
MISSED = {
    "insert": N_("is not in the export"),
    "delete": N_("is still in the export"),
    "merge": N_("is not done by hand yet"),
}

db = frame.open_store()
st.title(_("Package for Salesforce"))
frame.stop_without_data(db)


def beside(found: Outgoing) -> None:
    """What is not in the files, and why."""
    _waiting(found)
    if found.later:
        _later(found)
    if found.taken:
        _taken(found)
    if found.clashing:
        _clashing(found)


def _waiting(found: Outgoing) -> None:
    notes = (
        (
            found.under_way,
            counted(
                "{number} row went with an earlier package; no export shows it yet.",
                "{number} rows went with an earlier package; no export shows them yet.",
                found.under_way,
            ),
        ),
        (
            found.waiting,
            counted(
                "{number} row waits: Salesforce does not know the card that it names.",
                "{number} rows wait: Salesforce does not know the cards that they name.",
                found.waiting,
            ),
        ),
        (
            found.lost,
            counted(
                "{number} portal user is of a card that Salesforce does not have any more; what"
                " differs there can never go.",
                "{number} portal users are of cards that Salesforce does not have any more; what"
                " differs there can never go.",
                found.lost,
            ),
        ),
        (
            found.too_long,
            counted(
                "{number} row is too long for Salesforce; correct the card.",
                "{number} rows are too long for Salesforce; correct the card.",
                found.too_long,
            ),
        ),
    )
    for number, note in notes:
        if number:
            widgets.quiet(note)


def _later(found: Outgoing) -> None:
    """What waits for its day, or until somebody else has it."""
    listed = waiting.read(db, found.later)
    with st.expander(
        n_("{number} row waits", "{number} rows wait", len(found.later)), key="p_later"
    ):
        for one in listed[:SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if one.contact_id:
                    widgets.contact_link(one.contact_id, escape(one.name))
                else:
                    st.markdown(escape(one.name))
                widgets.lines(_until(one))
        keyed = names.read(db).key("contact")
        if not keyed and any(not one.day and not one.taker for one in listed):
            widgets.quiet(
                plain(
                    "With an external id for new cards (Settings, How your Salesforce calls and"
                    " does things) these go along with the card."
                )
            )
        if len(listed) > SHOWN:
            widgets.quiet(plain("and {number} more", number=len(listed) - SHOWN))


def _until(one: Wait) -> str:
    rows = counted("{number} row", "{number} rows", one.records)
    if one.day:
        return plain("{rows} from {day}", rows=rows, day=one.day)
    if not one.taker:
        return plain("{rows} as soon as it is known that Salesforce has the new card", rows=rows)
    return plain(
        "{rows} as soon as {taker} is known to have it in Salesforce", rows=rows, taker=one.taker
    )


def _taken(found: Outgoing) -> None:
    widgets.quiet(
        counted(
            "The address of {number} card is another's username in Salesforce, which then"
            " refuses the card. Give it its own address:",
            "The address of {number} cards is another's username in Salesforce, which then"
            " refuses the card. Give each its own address:",
            len(found.taken),
        )
    )
    with st.container(horizontal=True, gap="small", key="p_taken"):
        for id, name in packages.names(db, found.taken[:SHOWN]):
            widgets.contact_link(id, escape(name))


def _clashing(found: Outgoing) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            n_(
                "{number} field was changed in Salesforce as well.",
                "{number} fields were changed in Salesforce as well.",
                found.clashing,
            )
        )
        widgets.link("exchange/clashes.py", _("Choose"))


def until() -> date:
    """The day until which a package goes."""
    with st.container(width=220):
        return st.date_input(
            _("What goes until"),
            value="today",
            format=formats.typed_day(language()),
            key="p_day",
            help=_("What is for a later day waits; choose that day to take it along now."),
        )


def _left(found: Outgoing) -> bool:
    """Whether something differs that is not on its way."""
    return bool(
        found.parts or found.asks or found.later or found.waiting or found.clashing or found.taken
        or found.too_long or found.lost or found.left_out
    )  # fmt: skip


def now(offered: Outgoing, found: Outgoing, day: date) -> None:
    """The files with their rows, and the button.

    :param offered: with the rows that are left out
    """
    number = packages.next_number(db)
    sent_rows.asks(offered)
    sent_rows.files(db, offered, found)
    if found.work:
        st.markdown(
            n_("{number} thing is done by hand.", "{number} things are done by hand.",
               len(found.work))
        )  # fmt: skip
    if not found.parts and not found.work:
        st.info(
            _("Nothing can go now; what is below waits.")
            if _left(offered)
            else _("Everything is in Salesforce, or on its way there.")
        )
        return
    if st.button(_("Make package {number}", number=number), type="primary", key="p_make"):
        with st.spinner(_("Making the package …")):
            message = plain("Package {number} is made.", number=number)
            command = pack.Pack(day, sent_rows.sure(), sent_rows.left_out())
            if saving.settle(pack.run, command, message).done:
                sent_rows.forget()
        st.rerun()


def zipped(number: int, code: str) -> Callable[[], bytes]:
    """What makes the zip when it is asked for, on a thread that knows no session."""
    say = i18n.speaker(code)

    def make() -> bytes:
        with scratch.folder() as folder:
            target = Path(folder) / "package.zip"
            archive.write(db.cursor(), number, target, say, words.README[code])
            return target.read_bytes()

    return make


def how_far(one: Package) -> Iterator[str]:
    """How many rows are in which state, and how many of those on the way are done by hand."""
    for state, number in one.states.items():
        said = f"{number} {plain(STATES[state])}"
        if state == "sent" and one.work:
            said += ", " + plain("{number} of them by hand", number=one.work)
        yield said


def _withdrawn(number: int) -> None:
    """The question before a package is withdrawn, which cannot be undone."""
    st.markdown(
        _(
            "Only if nothing of it was loaded: what is in it is then packed again, and would go"
            " twice. This cannot be undone."
        )
    )
    if st.button(_("Withdraw package {number}", number=number), key=f"p_back_{number}"):
        message = plain("Package {number} is withdrawn.", number=number)
        saving.settle(withdraw.run, withdraw.Withdraw(number), message)
        st.rerun()


def earlier(one: Package) -> None:
    """A package: when and by whom, how far, its zip and the way to withdraw it."""
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small",
        key=f"package_{one.number}",
    ):  # fmt: skip
        widgets.text(
            plain("Package {number}", number=one.number),
            plain("{moment} by {name}", moment=one.made, name=one.made_by or plain("somebody")),
            " · ".join(how_far(one)),
        )
        st.space("stretch")
        st.download_button(
            _("Download"),
            zipped(one.number, language()),
            file_name=plain("Kaartenbak package {number}.zip", number=one.number),
            mime="application/zip",
            key=f"p_zip_{one.number}",
            on_click="ignore",
        )
        if one.states.get("sent"):
            with st.popover(_("Withdraw"), key=f"p_withdraw_{one.number}"):
                _withdrawn(one.number)


def not_arrived(number: int, rows: list[Missed]) -> None:
    """The rows that the export after a package does not show, with what it has instead."""
    with st.expander(_("Not in the export of package {number}", number=number)):
        st.markdown(
            _("What is still wanted goes again with the next package; else Salesforce's stands.")
        )
        for row in rows:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if row.contact_id:
                    widgets.contact_link(row.contact_id, escape(row.name))
                else:
                    st.markdown(escape(row.name))
                lines = [instead(*sides) for sides in row.fields.items()]
                widgets.lines(*lines or [plain(MISSED.get(row.operation, MISSED["merge"]))])


def instead(field: str, values: tuple[object, object]) -> str:
    """What was sent of a field, and what the export has."""
    sent, there = (words.value(field, value) or plain("empty") for value in values)
    return plain(
        "{field}: {sent} sent, {there} in the export",
        field=words.field(field),
        sent=sent,
        there=there,
    )


called.contradictions(db)
day = until()
with st.spinner(_("Comparing with Salesforce …")):
    offered = found = ready.read(db, day, sure=sent_rows.sure())
    if out := sent_rows.left_out():
        found = ready.read(db, day, sure=sent_rows.sure(), but=out)
now(offered, found, day)
beside(found)
sent_rows.accepted(db, found)
listed = packages.listing(db, SHOWN)
if listed:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(_("Packages"), anchor=False)
        st.space("stretch")
        packed = ready.packed_until(db)
        failed = len(refused.read(db, found if packed <= day else ready.read(db, packed)))
        label = n_("{number} row was refused", "{number} rows were refused", failed)
        widgets.link("exchange/results.py", label if failed else _("Upload the results"))
missed = packages.missed(db, [one.number for one in listed], SHOWN)
for one in listed:
    earlier(one)
    if missed[one.number]:
        not_arrived(one.number, missed[one.number])
