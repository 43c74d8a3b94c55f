"""Active cards with a phone or mobile number that cannot exist."""

from rows import cases, contact


@cases(
    a_word_is_no_number=([contact("a", phone="geen", mobile="-")], []),
    too_short=([contact("a", phone="06-1234567")], [("a", None, "06-1234567")]),
    words=([contact("a", phone="nog navragen")], [("a", None, "nog navragen")]),
    zeros=([contact("a", phone="00000")], [("a", None, "00000")]),
    no_such_area=([contact("a", phone="0190-123456")], [("a", None, "0190-123456")]),
    abroad_without_country=(
        [contact("a", phone="(512) 757-6000")],
        [("a", None, "(512) 757-6000")],
    ),
    mobile=([contact("a", phone="06-12345678")], []),
    international=([contact("a", phone="+31 (0)6 12 34 56 78")], []),
    two_zeros=([contact("a", phone="0031612345678")], []),
    landline=([contact("a", phone="(020) 123 45 67")], []),
    service=([contact("a", phone="0800-1234")], []),
    belgian=([contact("a", phone="+32 2 555 12 12")], []),
    with_link=([contact("a", phone="tel:+31612345678")], []),
    the_mobile=([contact("a", phone="06-12345678", mobile="0612")], [("a", None, "0612")]),
    both=([contact("a", phone="1-2", mobile="0612")], [("a", None, "1-2, 0612")]),
    both_the_same=([contact("a", phone="0612", mobile="0612")], [("a", None, "0612")]),
    leaver=([contact("a", phone="0612", status="left")], []),
    empty=([contact("a", phone=None)], []),
)
def test_invalid_phone(find, rows, expected):
    assert find(rows) == expected
