"""What a page gets back of a command: done with its change, or why not."""

import pytest
from streamlit.testing.v1 import AppTest

from dq.errors import Invalid
from pages.ui.session import saving

WORTHLESS = "A tile may wait 1 to 365 days."


@pytest.fixture
def ask(path):
    """Run the function in a session, and give the Outcome that it ends with."""

    def of(function, days):
        app = AppTest.from_function(_script, kwargs={"function": function, "days": days})
        app.query_params["lang"] = "EN"
        app.session_state["lang"] = "EN"
        app.session_state["who"] = "Vera"
        app.run()
        assert not app.exception
        return app.session_state["outcome"], app

    return of


def _script(function, days):
    import streamlit as st

    from dq.commands.set import Set, run
    from pages.ui.session import saving

    st.session_state["outcome"] = function(run, Set("tile_days", days), "Kept.")
    saving.refusal(st.session_state["outcome"])
    saving.last(st.empty())


@pytest.mark.parametrize("function", [saving.attempt, saving.settle], ids=["attempt", "settle"])
def test_what_is_done_has_its_change_and_can_be_undone(ask, function):
    outcome, app = ask(function, 3)
    assert (outcome.done, outcome.said, outcome.refused) == (True, "Kept.", None)
    assert outcome.change_id is not None
    assert "Kept" in app.markdown[0].value
    assert [button.key for button in app.button] == ["done_undo", "done_close"]


@pytest.mark.parametrize("function", [saving.attempt, saving.settle], ids=["attempt", "settle"])
def test_what_changes_nothing_says_so_and_has_nothing_to_undo(ask, function):
    outcome, app = ask(function, 7)
    assert (outcome.done, outcome.change_id) == (True, None)
    assert app.markdown[0].value == r"Nothing was changed\: it was so already\."
    assert [button.key for button in app.button] == ["done_close"]


def test_a_refusal_is_for_the_page_to_show(ask):
    outcome, app = ask(saving.attempt, 0)
    assert (outcome.done, outcome.said, outcome.change_id) == (False, WORTHLESS, None)
    assert isinstance(outcome.refused, Invalid)
    assert len(app.error) == 1 and not app.button


def test_without_a_form_a_refusal_is_said_over_the_page(ask):
    outcome, app = ask(saving.settle, 0)
    assert (outcome.done, outcome.said) == (False, WORTHLESS)
    assert [button.key for button in app.button] == ["done_close"]
