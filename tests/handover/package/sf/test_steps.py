"""The steps of the script: merges in their place, in pieces, and who is needed later."""

import pytest

from dq import settings
from dq.handover.package.sf import building, manifest, merging, steps
from dq.outgoing.work import Work
from dq.settings.names import Names

WORDS = Names(settings.defaults())


class Keys(dict):
    """A key for whatever is asked."""

    def __missing__(self, asked):
        return "6-00-00001"


def merge(id, other, kind="contact"):
    return Work("merge", kind, id, other)


def test_merges_are_at_most_three_records_at_once_in_their_order():
    pairs = [("b", "a"), ("c", "a"), ("d", "a"), ("f", "e")]
    calls = [line for line in merging.apex("Contact", pairs).splitlines() if "new Contact" in line]
    assert calls == [
        "combine(new Contact(Id = 'a'), new List<Id>{ 'b', 'c' });",
        "combine(new Contact(Id = 'a'), new List<Id>{ 'd' });",
        "combine(new Contact(Id = 'e'), new List<Id>{ 'f' });",
    ]


def test_what_is_in_the_way_of_the_next_merge_is_taken_out_between_the_two():
    work = [
        merge("a1", "a2", "account"),
        merge("jan", "eva"),
        Work("unlink", "relation", "r1", "jan"),
        merge("jan", "mia"),
        Work("disable", "portal_user", "u1", "jan", "x"),
        Work("enable", "portal_user", "u1", "mia", "x"),
    ]
    found = steps.read(WORDS, [], work, {}, Keys())
    assert [(one.name, one.object, one.operation, one.rows) for one in found] == [
        ("01a-merge", "Account", "merge", [["a2", "a1"]]),
        ("01b-merge", "Contact", "merge", [["eva", "jan"]]),
        ("01c-unlink", "AccountContactRelation", "delete", [["r1"]]),
        ("01d-merge", "Contact", "merge", [["mia", "jan"]]),
        ("01e-users-off", "User", "update", [["u1", "false"]]),
    ]


def test_many_merges_go_in_pieces_whose_names_sort_as_they_go():
    work = [merge("jan", f"c{number:04}") for number in range(merging.AT_ONCE * 30 - 1)]
    found = steps.read(WORDS, [], work, {}, Keys())
    assert [one.name for one in found] == sorted(one.name for one in found)
    assert found[0].name < "02-contacts" and found[0].name > "01-relations-before-merging"
    assert [row for one in found for row in one.rows] == [[one.other_id, "jan"] for one in work]
    assert max(len(one.rows) for one in found) == merging.AT_ONCE


@pytest.mark.parametrize(
    ("place", "count", "text"),
    [(0, 1, "a"), (25, 26, "z"), (0, 27, "aa"), (26, 27, "ba"), (0, 700, "aaa")],
)
def test_letters(place, count, text):
    assert steps.letters(place, count) == text


def step(name, operation, rows, about, frees=False):
    columns = ["Id"] if operation == "delete" else ["Id", "Title"]
    about = [frozenset(one) for one in about]
    return steps.Step(name, "contact", "Contact", operation, "T", columns, rows, about, frees)


def test_only_rows_that_a_later_step_is_about_are_needed():
    listed = [
        step("1", "update", [["a", "x"], ["b", "x"]], [{"a"}, {"b"}]),
        step("2", "insert", [["y", "x"], ["z", "x"]], [{"p", "b"}, {"q"}]),
        step("3", "delete", [["r"]], [{"r", "p"}]),
    ]
    assert building.needed(listed) == [{"b"}, {"p"}, set()]


def test_a_username_that_is_made_free_is_always_needed():
    listed = [step("1", "update", [["a", ""]], [{"a"}], frees=True)]
    assert building.needed(listed) == [{"a"}]


def test_the_plan_asks_for_rights_fields_and_the_words_of_picklists():
    one = steps.Step(
        "05-contacts", "contact", "Contact", "update", "A\ttitle", ["Id", "Status__c", "Title"],
        [["a", "Actief", "#N/A"], ["b", "#N/A", "x"]], [frozenset(), frozenset()],
    )  # fmt: skip
    text = manifest.text(6, [one], {one.file: one.content}, WORDS, lambda text: text)
    lines = [line.split("\t") for line in text.splitlines()]
    assert [line for line in lines if line[0] != "sum"] == [
        ["package", "6"],
        ["object", "Contact", "update"],
        ["field", "Contact", "Status__c", "update"],
        ["word", "Contact", "Status__c", "Actief"],
        ["field", "Contact", "Title", "update"],
        ["file", "05-contacts", "update", "Contact", "05-contacts.csv", "2", "A title"],
    ]
