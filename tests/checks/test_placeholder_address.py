"""Addresses that are nobody's are one finding about the file."""

from rows import cases, contact


@cases(
    all_cards_share_one=(
        [*[contact(f"{n:02}", email="test@acme.example") for n in range(12)]],
        [("test@acme.example", None, "12")],
    ),
    all_end_in_invalid=(
        [*[contact(f"{n:02}", email=f"{n}@acme.example.invalid") for n in range(12)]],
        [(".invalid", None, "12")],
    ),
    all_share_one_that_ends_in_invalid=(
        [*[contact(f"{n:02}", email="x@y.invalid") for n in range(12)]],
        [(".invalid", None, "12")],
    ),
    case_and_spaces=(
        [
            *[contact(f"{n:02}", email=" Test@acme.example") for n in range(6)],
            *[contact(f"{n:02}", email="test@acme.example") for n in range(6, 12)],
        ],
        [("test@acme.example", None, "12")],
    ),
    a_few_share_one=([*[contact(f"{n:02}", email="planning@acme.example") for n in range(9)]], []),
    a_small_part_shares_one=(
        [
            *[contact(f"{n:03}") for n in range(40)],
            *[contact(f"x{n}", email="planning@acme.example") for n in range(12)],
        ],
        [],
    ),
    plus_tags=([*[contact(f"{n:02}", email=f"contact+{n}@acme.example") for n in range(12)]], []),
)
def test_placeholder_address(find, rows, expected):
    assert find(rows) == expected
