import ast
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from pages.exchange.parts import packed
from pages.ui.words import i18n, words

ROOT = Path(__file__).parents[4]
CATALOGUE = ROOT / "pages" / "locale" / "nl" / "LC_MESSAGES" / "dq.po"
SOURCES = [*ROOT.glob("dq/**/*.py"), *ROOT.glob("pages/**/*.py")]
MARKS = {"_", "N_", "plain", "n_"}


def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="nl")


def calls(path):
    """Every call of a marking function in a file, with whether an f-string holds it."""

    def walk(node, inside):
        inside = inside or isinstance(node, ast.JoinedStr)
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in MARKS:
            yield node, inside
        for child in ast.iter_child_nodes(node):
            yield from walk(child, inside)

    yield from walk(ast.parse(path.read_text("utf-8")), False)


def messages():
    """Every message id in the code; the singular of a pair."""
    for path in SOURCES:
        for call, _ in calls(path):
            if call.args and isinstance(call.args[0], ast.Constant):
                yield call.args[0].value


def places(sentence):
    return set(re.findall(r"{(\w+)}", sentence))


def both(found):
    """Ids and their Dutch, a pair as a tuple."""

    def fixed(text):
        return tuple(text) if isinstance(text, list | tuple) else text

    return {fixed(message.id): fixed(message.string) for message in found if message.id}


def test_every_message_in_the_code_is_in_the_catalogue():
    ids = [message.id for message in catalogue()]
    known = {id if isinstance(id, str) else id[0] for id in ids}
    assert set(messages()) - known == set()


def test_every_message_has_its_dutch_and_none_is_a_guess():
    for message in catalogue():
        if message.id:
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(said), message.id
            assert not message.fuzzy, message.id


def test_the_dutch_has_the_same_places_as_the_english():
    for message in catalogue():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for sentence in said if message.id else ():
            assert places(sentence) == places(ids[-1]), message.id


def test_the_dutch_has_one_apostrophe():
    said = [text for message in catalogue() for text in both([message]).values()]
    whole = "\n".join(text if isinstance(text, str) else "\n".join(text) for text in said)
    assert re.findall(r"\w+\N{RIGHT SINGLE QUOTATION MARK}\w+", whole) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [(None, "actief"), (True, "actief, moet uit"), (False, "actief, moet aan")],
)
def test_what_is_wanted_elsewhere_is_said_as_such(asked, said):
    assert words.in_bc(False, asked) == said


def test_several_names_are_joined_by_a_word():
    assert words.joined(["A"]) == "A"
    assert words.joined(["A", "B", "C"]) == "A, B en C"


def test_no_is_what_was_sent_and_not_nothing():
    assert "nee gestuurd" in packed._instead("active", (False, True))
    assert "leeg gestuurd" in packed._instead("title", (None, "Planner"))


def test_the_compiled_catalogue_is_in_step():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = both(read_mo(file))
    assert compiled == both(catalogue())


@pytest.mark.parametrize("path", SOURCES, ids=[str(path.relative_to(ROOT)) for path in SOURCES])
def test_no_message_hides_in_an_f_string(path):
    # Before Python 3.12 the extraction does not see those.
    hidden = [
        call.lineno
        for call, inside in calls(path)
        if inside and call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("*a* _b_", r"\*a\* \_b\_"),
        (":red[x] :material/home:", r"\:red\[x\] \:material\/home\:"),
        ("$1$", r"\$1\$"),
        ("two\nlines", "two lines"),
        ("a -> b", "a \\-\N{WORD JOINER}\\> b"),
        ("Jan de Vries", "Jan de Vries"),
    ],
    ids=["emphasis", "directive", "formula", "line break", "arrow", "nothing"],
)
def test_text_from_a_file_is_sent_so_that_it_stays_text(text, sent):
    assert i18n.escape(text) == sent


def test_a_value_in_a_sentence_is_text_and_a_number_is_dutch():
    assert i18n._("To {name}", name="*Ster*") == r"Naar \*Ster\*"
    assert i18n._("{number} rows", number=12345) == "12.345 rijen"


def test_a_name_that_ends_in_a_point_ends_a_sentence_too():
    moved = i18n.plain(
        "Left aside, because they hold nothing for Kaartenbak: {names}.", names="B.V."
    )
    assert moved.endswith(": B.V.")
    assert i18n.plain("gone-{file}.csv", file="a.") == "vervallen-a..csv"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("E-mail (nodig)", "E-mail (nodig)"),
        ("Project Brug: uren", "Project Brug: uren"),
        (":red[x]", r"\:red\[x\]"),
        (":smile: x", r"\:smile: x"),
        ("a*b* <b> $x$", r"a\*b\* \<b\> \$x\$"),
        ("1. x", r"1\. x"),
        ("- x", r"\- x"),
    ],
)
def test_a_label_escapes_markup_only(text, shown):
    assert i18n.label(text) == shown
