"""Help: the working instruction, step by step, and what each check means."""

import streamlit as st

from dq.errors import N_
from dq.settings import rules
from pages.ui.frame import frame
from pages.ui.widgets import widgets
from pages.ui.words.i18n import _

# The instruction that the users follow: a heading and its paragraphs.
STEPS = [
    (
        N_("1. Look before you create"),
        [
            N_(
                "Search by the contact's e-mail address. Is the person there already, then do not"
                " make a second card: change the company or the department on the card that"
                " exists, if it is wrong. Only if nothing is found, create a new card."
            ),
        ],
    ),
    (
        N_("2. Create a contact"),
        [
            N_(
                "Go to the customer or the department (an account; departments hang under their"
                " company), the tab Personen, Nieuw, Contactpersoon. Fill in at least the name,"
                " the job title and the e-mail address, the rest as far as you know it, and save."
            ),
            N_(
                "The username is filled in by itself from the e-mail address. Do not change it: a"
                " contact can log in to the customer portal only if the username is filled with"
                " the right e-mail address."
            ),
        ],
    ),
    (
        N_("3. Link one person to several accounts"),
        [
            N_(
                "A person is created once, also when they are a contact for several departments."
                " From the contact's card: Gerelateerde accounts, add, find the account, save."
                " From the account: Gerelateerde personen, Relatie toevoegen, find the person,"
                " save."
            ),
        ],
    ),
    (
        N_("4. A general mailbox"),
        [
            N_(
                "Must several people of, say, a staffing agency approve hours, then make one"
                " general card in the agency's own name with the general e-mail address. Its"
                " username follows from that address, and the customer logs in with it. The people"
                " themselves keep their own card with their own e-mail address."
            ),
            N_(
                "A username can exist only once in Salesforce; a second one gives errors. So take"
                " care here."
            ),
        ],
    ),
    (
        N_("5. A contact leaves"),
        [
            N_(
                "Set the contact's status to uit dienst, and say who takes over the tasks (one or"
                " more people) and as of when."
            ),
        ],
    ),
    (
        N_("6. The back office gets a tile"),
        [
            N_(
                "The back office takes the contact off the projects where it approves hours,"
                " sub-agreements or invoices, and sets the contact to Niet actief in Business"
                " Central."
            ),
        ],
    ),
    (
        N_("7. Share"),
        [N_("Every page can be shared: copy its link, top right.")],
    ),
]
WEEK = [
    N_(
        "Export accounts, contacts, relations, portal users, projects and approvals from"
        " Salesforce, and the contacts from Business Central."
    ),
    N_("Drop the files on Upload, look at the preview and load them."),
    N_(
        "Work through the Overview, the worst first, and correct the cards here. Make a package of"
        " what you changed and load it into Salesforce."
    ),
    N_("Next week's export shows what was solved, what is new and what came back."),
]

st.title(_("Help"))
st.header(_("Every week"), anchor=False)
st.markdown("\n".join(f"{number}. {_(step)}" for number, step in enumerate(WEEK, start=1)))
st.header(_("The working instruction"), anchor=False)
for title, paragraphs in STEPS:
    with st.container(gap="xsmall", key=f"h_step_{title[:1]}", width=760):
        st.markdown(f"**{_(title)}**")
        for paragraph in paragraphs:
            st.markdown(_(paragraph))
st.header(_("What each check means"), anchor=False)
widgets.explained(rules.every(frame.open_store()).values())
