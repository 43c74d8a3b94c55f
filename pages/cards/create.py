"""Create: a new card, with its username shown and who looks like it, before it is saved."""

from itertools import takewhile

import streamlit as st

from dq.commands import create
from dq.matching.values import name_cells
from dq.matching.weighing import explain
from dq.matching.weighing.scored_pairs import THRESHOLD
from dq.queries.cards import advice, found
from dq.queries.cards.advice import Advice
from dq.values import phones
from pages.cards.parts import forms
from pages.ui.frame import frame
from pages.ui.session import address, drafts, navigation, opened, people, saving
from pages.ui.session.drafts import Form
from pages.ui.widgets import picking, widgets
from pages.ui.words import formats, words
from pages.ui.words.i18n import _, escape, label, plain

NAMES = ("salutation", "first_name", "middle_name", "last_name")
REST = ("title", "email", "department", "mobile", "phone")

db = frame.open_store()
st.title(_("New card"))
frame.stop_without_data(db)
state = st.session_state
# What was typed in the search that led here, and in the form.
TEXT = address.value("text") or ""
FORM = Form(("create", TEXT), "n_", ("n_at_", "n_other", "n_fix"))


def prefill(text: str) -> None:
    """Fill the form with what was typed in the search that led here."""
    for name in (*NAMES, *REST):
        state[f"n_{name}"] = ""
    state["n_reason"] = ""
    if "@" in text:
        state["n_email"] = text
    elif any(sign.isdigit() for sign in text):
        if phones.possible(text) and not any(sign.isalpha() for sign in text):
            state["n_mobile" if phones.mobile(text) else "n_phone"] = text
    else:
        first, *rest = text.split() or [""]
        # A surname may be one of these words itself, such as Do or Dos: the last stays one.
        split = len(list(takewhile(name_cells.particle, rest[:-1])))
        state["n_first_name"] = first if rest else ""
        state["n_middle_name"] = " ".join(rest[:split])
        state["n_last_name"] = " ".join(rest[split:]) if rest else first


def typed(name: str) -> str:
    """What a field holds now."""
    return " ".join(str(state.get(f"n_{name}", "")).split())


def field(name: str, *, required: bool = False) -> None:
    """One field; the command says where Salesforce keeps less of it."""
    title = words.field(name)
    st.text_input(
        label(plain("{field} (required)", field=title) if required else title),
        key=f"n_{name}",
        live="400ms" if name in ("email", "last_name", "first_name", "mobile") else False,
    )


def correct(email: str) -> None:
    """Take over the address that was likely meant."""
    state["n_email"] = email


def about_address(email: str, said: Advice) -> bool:
    """What is to be said of the address; whether it can become a username."""
    if not said.valid:
        st.warning(_("{email} is not a valid e-mail address.", email=email))
        return False
    if said.suggestion:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_(advice.MEANT, email=said.suggestion))
            st.button(_("Yes, correct it"), key="n_fix", on_click=correct, args=(said.suggestion,))
    if said.mailbox:
        st.warning(_(advice.MAILBOX))
        link = {"account": address.value("account"), "mailbox": email}
        widgets.link("cards/general.py", _("To the general card"), **link)
    if said.usual_domain:
        st.info(_("Most people there have an address at {domain}.", domain=said.usual_domain))
    return said.holder is None


def username(email: str, said: Advice | None) -> None:
    """The username that follows from the address; it is shown, and cannot be changed."""
    with st.container(border=True, key="n_username"):
        if said is None or not said.valid:
            widgets.text(plain("Username"), plain("Follows from the e-mail address."))
            return
        holder = said.holder
        if holder is None:
            widgets.text(plain("Username"), email, plain("Still free (by this export)"))
            return
        message = (
            plain("Taken: it is the username of {holder}.", holder=holder.name)
            if holder.active
            else plain("Taken: {holder} is no longer active but holds it.", holder=holder.name)
        )
        widgets.text(plain("Username"), email, message)
        if holder.contact_id:
            widgets.contact_link(holder.contact_id, _("To {name}", name=holder.name))


def lookalikes(account_id: str | None) -> list[str]:
    """The cards that are likely the same person, shown with the reasons; their ids."""
    given = {name: typed(name) or None for name in (*NAMES, *REST) if name != "middle_name"}
    given["last_name"] = " ".join(filter(None, (typed("middle_name"), typed("last_name")))) or None
    if not (given["last_name"] or given["email"] or given["mobile"]):
        return []
    alike = opened.resident().lookup(db, given | {"account_id": account_id})
    alike = [one for one in alike if one.score >= THRESHOLD]
    cards = found.cards(db, [one.id for one in alike])
    alike = [one for one in alike if one.id in cards]
    if alike:
        st.warning(_("Likely there already. Open the card, or say why this is another."))
    for one in alike:
        card = cards[one.id]
        with st.container(border=True, key=f"n_alike_{one.id}", gap=None):
            widgets.contact_link(card.id, f"**{escape(card.name)}**")
            parts = [card.title, card.account, words.status(card.status), card.email]
            widgets.lines(" · ".join(part for part in parts if part))
            said = [plain(m, **values) for m, values in explain.sentence(one.evidence)[:4]]
            certain = plain("{score} sure", score=formats.certainty(one.score))
            widgets.quiet(f"{certain}: {', '.join(said)}")
    return [one.id for one in alike]


def save(account_id: str | None, alike: list[str]) -> None:
    """Make the card, and go to it; a refusal is shown and everything typed stays."""
    if account_id is None:
        st.error(_("Choose the account first."))
        return
    values = {name: typed(name) for name in (*NAMES, *REST)}
    command = create.Create(
        account_id, **values, lookalikes=tuple(alike), reason=typed("reason") or None
    )
    name = " ".join(filter(None, (typed(part) for part in NAMES[1:])))
    outcome = saving.attempt(create.run, command, plain("Card of {name} is made.", name=name))
    if outcome.done:
        drafts.end(FORM)
        if leavers := address.value("leaves"):  # made on the way, to take over from them
            by = ",".join(filter(None, (address.value("by"), outcome.value)))
            navigation.go("backoffice/leave.py", id=leavers, by=by)
        navigation.go("cards/contact.py", id=outcome.value)
    saving.refusal(outcome)


if drafts.on_page(FORM):
    prefill(TEXT)
left, right = st.columns([3, 2], gap="large")
with left:
    # Places of their own: what is typed in a field survives that the account above it is chosen.
    with st.container(key="n_where"):
        at = picking.account_in_address(db, "n")
    account_id = at.id if at else None
    with st.grid(2, min_column_width=220, gap="small", key="n_names"):
        for name in NAMES:
            field(name, required=name == "last_name")
    with st.grid(2, min_column_width=220, gap="small", key="n_rest"):
        for name in REST:
            field(name, required=name in create.REQUIRED)
email = typed("email").lower() if "@" in typed("email") else typed("email")
said = advice.of(db, email, account_id) if email else None
with right:
    username(email, said)
    if said:
        about_address(email, said)
    for name in ("mobile", "phone"):
        forms.about_phone(typed(name))
    alike = lookalikes(account_id)
with left:
    if alike:  # right above the button that asks for it
        st.text_area(_("Why this is somebody else"), key="n_reason", height=80)
    people.ask_beside()
    if st.button(_("Make the card"), type="primary", key="save"):
        save(account_id, alike)
