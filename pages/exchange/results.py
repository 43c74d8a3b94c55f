"""Results: success and error files are read back; what was refused, and why."""

from pathlib import Path
from typing import Any

import streamlit as st

from dq import scratch
from dq.commands import results
from dq.commands.results import Results
from dq.handover.package import archive
from dq.intake.answers.problems import PROBLEMS
from dq.outgoing import ready, refused, waiting
from dq.outgoing.plan import FILES
from dq.outgoing.refused import Refused
from dq.queries.exchange import packages
from pages.exchange.parts import answered
from pages.parts import meant
from pages.ui.frame import frame
from pages.ui.session import opened, saving
from pages.ui.session.saving import Outcome
from pages.ui.widgets import download, uploader, widgets
from pages.ui.words.i18n import _, escape, n_, plain

SHOWN = 100
TITLES = {file.name: file.title for file in FILES}

state = st.session_state
db = frame.open_store()
st.title(_("Results"))
frame.stop_without_data(db)


def read_back() -> None:
    """Take over what the chosen files say."""
    key = f"r_files_{state.get('r_turn', 0)}"
    with scratch.folder() as folder:
        named = uploader.kept(state.get(key) or [], folder)
        outcome = saving.attempt(run, named, plain("The results are read."))
    state["r_outcome"] = outcome
    if outcome.done:
        state["r_turn"] = state.get("r_turn", 0) + 1


def run(db: Any, files: list[tuple[str, Path]], actor: str) -> results.Told:
    """Read the results, those in a zip too."""
    return results.run(db, Results(tuple((name, path.read_bytes()) for name, path in files)), actor)


def explained(one: Refused) -> None:
    """A row with what its error means, what to do, and the error itself."""
    problem = PROBLEMS.get(one.problem, PROBLEMS["other"])
    with st.container(border=True, gap=None, key=f"failed_{one.key}"):
        if one.contact_id:
            widgets.contact_link(one.contact_id, f"**{escape(one.name)}**")
        else:
            st.markdown(f"**{escape(one.name)}**")
        source = plain("Package {number}", number=one.number)
        widgets.quiet(f"{source} · {plain(TITLES[one.file])}")
        widgets.lines(f"{plain(problem.meaning)} {plain(problem.action)}")
        widgets.quiet(one.message)
        meant.show(db, one)


def again(number: int, keys: list[str]) -> None:
    """A file per file with the rows that may be loaded once more as they were."""
    for one in archive.again(db, number, keys):
        download.button(
            one.path,
            one.content,
            icon=":material/download:",
            file_name=f"{number}-{one.path}",
            mime="text/csv",
            key=f"r_again_{number}_{one.file.name}",
        )


def still_to_go() -> list[Refused]:
    """The refused rows that are still to go; asking costs a comparison with Salesforce."""
    if not refused.exist(db):
        return []
    with st.spinner(_("Comparing with Salesforce …")):
        return refused.read(db, opened.remembered(ready.read, waiting.packed_until(db)))


def nothing_refused() -> None:
    """What comes first, as long as there is nothing to show."""
    made = packages.listing(db)
    under_way = [str(one.number) for one in made if one.states.get("sent")]
    if not made:
        st.info(
            _(
                "There is no package yet. Make one, load it with Data Loader, and come back with"
                " the files that it writes."
            )
        )
    elif under_way:
        st.info(
            n_(
                "Package {packages} is on the way. Choose the files that Data Loader wrote of it.",
                "Packages {packages} are on the way. Choose the files that Data Loader wrote.",
                len(under_way),
                packages=", ".join(reversed(under_way)),
            )
        )
    else:
        st.markdown(_("No row was refused, or all of those are done by now."))


outcome: Outcome | None = state.pop("r_outcome", None)
if outcome and outcome.done:
    answered.show(db, outcome.value)
files = uploader.files(
    _("The success and error files, or a .zip of all of them"), f"r_files_{state.get('r_turn', 0)}"
)
if outcome:
    saving.refusal(outcome)
if files:
    st.button(_("Read the results"), type="primary", key="r_read", on_click=read_back)
rows = still_to_go()
if not rows:
    nothing_refused()
    widgets.link("exchange/package.py", _("Package for Salesforce"))
    st.stop()
st.header(n_("{number} row was refused", "{number} rows were refused", len(rows)), anchor=False)
st.markdown(
    n_(
        "It goes again with the next package, or when its day has come.",
        "They go again with the next package, or when their day has come.",
        len(rows),
    )
)
if unchanged := refused.by_number(rows):
    st.markdown(
        _(
            "Where the cause was in Salesforce (a lock, a rule, a right that is there by now), load"
            " these files again and read their results:"
        )
    )
    with st.container(horizontal=True, gap="small", key="r_again"):
        for number, keys in unchanged.items():
            again(number, keys)
for one in rows[:SHOWN]:
    explained(one)
if len(rows) > SHOWN:
    st.markdown(_("and {number} more", number=len(rows) - SHOWN))
