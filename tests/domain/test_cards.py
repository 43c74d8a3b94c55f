"""Rules: what a card must be like before it is written."""

import office
import pytest

from dq.domain import cards
from dq.errors import Invalid, NotFound


@pytest.fixture
def small(db):
    office.fill(db)
    return db


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Jan   Jansen ", "Jan Jansen"),
        ("Jan\u00a0\tJansen\n", "Jan Jansen"),
        ("", None),
        (" \n ", None),
        (None, None),
    ],
    ids=["spaces", "other_spaces", "empty", "only_spaces", "null"],
)
def test_values_have_no_surplus_spaces(given, kept):
    assert cards.cleaned({"last_name": given}) == {"last_name": kept}


@pytest.mark.parametrize("name", [name for name in cards.LENGTHS if name != "email"])
def test_a_field_is_as_long_as_salesforce_keeps_it(name):
    most = cards.LENGTHS[name]
    longest = ("(0)30 1234567" if name in ("phone", "mobile") else "x").ljust(most, "x")
    assert cards.cleaned({name: longest}) == {name: longest}
    with pytest.raises(Invalid) as caught:
        cards.cleaned({name: f"{longest}x"})
    assert caught.value.values == {"field": name, "most": most}


def test_an_address_has_at_most_80_characters():
    longest = "x" * 64 + "@" + "y" * 12 + ".nl"
    assert cards.cleaned({"email": longest}) == {"email": longest}
    with pytest.raises(Invalid, match="at most 80"):
        cards.cleaned({"email": longest.replace("@", "@y")})


@pytest.mark.parametrize(
    ("given", "kept"),
    [("Jan.Jansen@BOUW.nl", "jan.jansen@bouw.nl"), ("a+b@bouw.nl", "a+b@bouw.nl")],
)
def test_an_address_is_kept_in_small_letters(given, kept):
    assert cards.address(given) == kept


@pytest.mark.parametrize("given", ["", "jan", "jan@", "@bouw.nl", "jan@bouw", "jan@@bouw.nl"])
def test_what_cannot_be_an_address_is_refused(given):
    with pytest.raises(Invalid, match="not a valid"):
        cards.address(given)


@pytest.mark.parametrize(
    ("username", "besides", "holder"),
    [
        ("jan@bouw.nl", None, "jan"),
        (" JAN@Bouw.nl ", None, "jan"),
        ("jan@bouw.nl", "jan", None),
        ("jan@bouw.nl", "eva", "jan"),
        ("nobody@bouw.nl", None, None),
        ("", None, None),
    ],
    ids=["a_card", "other_case", "the_own", "beside_another", "nobody", "empty"],
)
def test_who_holds_a_username(small, username, besides, holder):
    found = cards.holder(small, username, besides)
    assert (found and found.contact_id) == holder


def test_a_portal_user_holds_a_username_that_its_card_does_not_have(small):
    small.execute(
        "insert into portal_user values ('u2', 'x@bouw.nl', 'eva', null, false, null, null, null, 1)"  # noqa: E501
    )
    found = cards.holder(small, "X@bouw.nl")
    assert (found.contact_id, found.name, found.active) == ("eva", "Eva Bos", False)


@pytest.mark.parametrize("besides", [None, "jan"], ids=["for_a_new_card", "for_a_card"])
def test_a_portal_user_of_no_card_holds_its_username(small, besides):
    small.execute(
        "insert into portal_user values ('u2', 'x@bouw.nl', null, null, true, null, null, null, 1)"
    )
    found = cards.holder(small, "x@bouw.nl", besides)
    assert (found.contact_id, found.name, found.active) == (None, "x@bouw.nl", True)


def test_the_active_holder_is_named_first(small):
    small.execute("update contact set username = 'jan@bouw.nl', status = 'left' where id = 'eva'")
    assert cards.holder(small, "jan@bouw.nl").contact_id == "jan"


def test_a_record_that_is_gone_is_named(small):
    with pytest.raises(NotFound, match="The account a9 is gone"):
        cards.account(small, "a9")
    with pytest.raises(NotFound, match="The card kees is gone"):
        cards.contact(small, "kees")


def test_a_card_without_a_name_is_called_by_its_address(small):
    small.execute("update contact set first_name = null, last_name = null where id = 'jan'")
    assert cards.contact(small, "jan")["name"] == "jan@bouw.nl"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eabc\u0007d", "abcd"),
        ("Jan\u2003de\u00a0 Vries\u2028", "Jan de Vries"),
        ("\u2028", None),
        ("\u200b\u3000", None),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_nobody_sees_is_not_kept(typed, kept):
    assert cards.cleaned({"last_name": typed}) == {"last_name": kept}


@pytest.mark.parametrize("name", ["phone", "mobile"])
@pytest.mark.parametrize("number", ["abc", "112", "12 34", "06 12345678 / 06 87654321", "-"])
def test_what_cannot_be_a_phone_number_is_refused(name, number):
    with pytest.raises(Invalid, match="cannot be a phone number") as caught:
        cards.cleaned({name: number})
    assert caught.value.values == {"field": name, "number": number}


@pytest.mark.parametrize("number", ["06-1234567", "+31 (0)6 12345678", "06 12345678 (privé)"])
def test_a_number_that_is_merely_not_valid_is_kept(number):
    assert cards.cleaned({"mobile": number}) == {"mobile": number}
