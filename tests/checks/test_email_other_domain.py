"""Domains that do not fit the account's usual one."""

from rows import account, cases, contact, relation


def colleagues(domain="bakker.example", account_id="acme", count=4):
    return [
        contact(f"{account_id}{n}", email=f"p{n}@{domain}", account_id=account_id)
        for n in range(count)
    ]


def at(address, **values):
    return contact("z", email=address, **values)


ODD = [("z", None, "bakker.example")]
ELSEWHERE = at("vera@molen.example")


@cases(
    another_company=([account(), *colleagues(), ELSEWHERE], ODD),
    the_usual_one=([account(), *colleagues(), at("vera@Bakker.example")], []),
    a_provider=([account(), *colleagues(), at("vera@gmail.com")], []),
    another_ending_of_the_name=([account(), *colleagues(), at("vera@bakker.nl")], []),
    a_part_in_front=([account(), *colleagues(), at("vera@bouw.bakker.example")], []),
    a_slip=([account(), *colleagues(), at("vera@baker.example")], []),
    too_few_to_tell=([account(), *colleagues(count=2), ELSEWHERE], []),
    no_domain_leads=(
        [account(), *colleagues(count=3), *colleagues("molen.example", count=0)]
        + [contact(f"m{n}", email=f"m{n}@molen.example") for n in range(3)],
        [],
    ),
    second_name_of_the_company=(
        [account(), *colleagues(count=6), contact("m", email="m@molen.example"), ELSEWHERE],
        [],
    ),
    two_of_many_is_no_second_name=(
        [account(), *colleagues(count=20), contact("m", email="m@molen.example"), ELSEWHERE],
        [("m", None, "bakker.example"), *ODD],
    ),
    department_counts_with_its_company=(
        [
            account(),
            account("hall", parent_id="acme"),
            *colleagues(),
            at("vera@molen.example", account_id="hall"),
        ],
        ODD,
    ),
    usual_at_a_related_account=(
        [
            account(),
            account("molen"),
            *colleagues(),
            *colleagues("molen.example", "molen"),
            ELSEWHERE,
            relation("r", "z", "molen"),
        ],
        [],
    ),
    a_relation_that_ended=(
        [
            account(),
            account("molen"),
            *colleagues(),
            *colleagues("molen.example", "molen"),
            ELSEWHERE,
            relation("r", "z", "molen", active=False),
        ],
        ODD,
    ),
    on_the_website_of_the_account=(
        [account(website="www.molen.example"), *colleagues(), ELSEWHERE],
        [],
    ),
    general_card=(
        [
            account(),
            *colleagues(),
            at("info@molen.example", kind="general", first_name=None, last_name="Acme"),
        ],
        [],
    ),
    leaver=([account(), *colleagues(), at("vera@molen.example", status="left")], []),
    parents_in_a_circle=(
        [account(parent_id="beta"), account("beta", parent_id="acme"), *colleagues(), ELSEWHERE],
        ODD,
    ),
)
def test_email_other_domain(find, rows, expected):
    assert find(rows) == expected
