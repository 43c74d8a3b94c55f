"""Why the cards of a group are likely the same, pair by pair, with the decision on one pair.

Tested in tests/pages/review/test_duplicates.py.
"""

from typing import Any

import streamlit as st

from dq.commands import decide
from dq.commands.decide import Decide
from dq.matching.weighing import explain
from dq.objects import Mergeable
from dq.queries.review import duplicates
from dq.queries.review.duplicates import Pair
from pages.review.parts.grouped import deciding, groups
from pages.review.parts.grouped.doubles import Double
from pages.review.parts.grouped.groups import Listed
from pages.ui.session import opened
from pages.ui.widgets import widgets
from pages.ui.words import formats
from pages.ui.words.i18n import _, n_, plain

# A large group has many pairs; the strongest say enough.
MOST_PAIRS = 3


def show(one: Listed[Any], kind: Mergeable, double: Double) -> None:
    """Per pair why the two are likely the same: in a sentence, and as bars."""
    letters, pairs = double.letters, double.pairs
    weak = duplicates.weakest(opened.open_store(), kind, pairs)

    def settle(command: Decide, message: str) -> None:
        groups.of_pair(one, double.group, (decide.run, command), message)

    def reason(pair: Pair) -> None:
        _reason(kind, pair, letters, settle, both=len(pairs) > 1)

    st.header(_("Why"), anchor=False)
    if weak:
        words = plain("Weakest link: {left} and {right}, {score} sure", **named(weak, letters))
        widgets.lines(words)
    for pair in pairs[:MOST_PAIRS]:
        reason(pair)
    rest = pairs[MOST_PAIRS:]
    if weak in rest:
        # The one to look at first is not to be searched for among the others.
        rest.remove(weak)
        reason(weak)
    if rest:
        label = n_("{number} more pair", "{number} more pairs", len(rest))
        with st.expander(label, key="d_rest"):
            for pair in rest:
                widgets.text(heading(pair, letters), sentence(pair))


def _reason(
    kind: Mergeable, pair: Pair, letters: dict[str, str], settle: deciding.Settle, *, both: bool
) -> None:
    """Why two records are likely the same, and the decision on them alone."""
    title = heading(pair, letters)
    widgets.text(title, sentence(pair))
    deciding.buttons(kind, pair.left_id, pair.right_id, settle, both=both)
    key = f"d_why_{pair.left_id}_{pair.right_id}"
    with st.expander(_("How much each speaks for and against"), key=key):
        widgets.bars(title, weights(pair))


def heading(pair: Pair, letters: dict[str, str]) -> str:
    """Which two records, and how sure."""
    return plain("{left} and {right}: {score} sure", **named(pair, letters))


def named(pair: Pair, letters: dict[str, str]) -> dict[str, str]:
    """The letters of a pair's records and how sure it is, for use in a sentence."""
    left, right = sorted(letters.get(id, "?") for id in (pair.left_id, pair.right_id))
    return {"left": left, "right": right, "score": formats.certainty(pair.score)}


def sentence(pair: Pair) -> str:
    """The evidence in one sentence, the heaviest first."""
    phrases = explain.sentence(pair.evidence)
    spoken = ", ".join(plain(message, **values) for message, values in phrases)
    return spoken[:1].upper() + spoken[1:] + "." if spoken else ""


def weights(pair: Pair) -> list[tuple[str, float]]:
    """What was seen and its weight, heaviest first."""
    items = sorted(pair.evidence, key=lambda item: -abs(item["points"]))
    return [
        (plain(message, **values), round(float(item["points"]), 1))
        for item in items
        for message, values in [explain.phrase(item)]
        if round(abs(float(item["points"])), 1) > 0
    ]
