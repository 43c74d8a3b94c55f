"""Slips in the domain: known providers, endings, a missing dot, the account's own domain."""

from rows import account, cases, contact


def slip(address, meant):
    return [contact("a", email=address)], [("a", None, meant)]


def right(address):
    return [contact("a", email=address)], []


def colleagues(domain="bakkerbouw.example", account_id="acme", count=4):
    return [
        contact(f"{account_id}{n}", email=f"p{n}@{domain}", account_id=account_id)
        for n in range(count)
    ]


def at(address, **values):
    return contact("a", email=address, **values)


@cases(
    swapped=slip("vera@gmial.com", "vera@gmail.com"),
    other_key=slip("vera@hotnail.com", "vera@hotmail.com"),
    letter_lost=slip("vera@outlok.com", "vera@outlook.com"),
    letter_twice=slip("vera@gmaill.com", "vera@gmail.com"),
    ending_con=slip("vera@hotmail.con", "vera@hotmail.com"),
    ending_nll=slip("vera@acme.nll", "vera@acme.nl"),
    ending_n=slip("vera@acme.n", "vera@acme.nl"),
    ending_cut_short=slip("vera@gmail.co", "vera@gmail.com"),
    ending_example=slip("vera@acme.exampel", "vera@acme.example"),
    name_and_ending=slip("vera@gmial.con", "vera@gmail.com"),
    no_dot=slip("vera@gmailcom", "vera@gmail.com"),
    no_dot_at_a_company=slip("vera@bakkerbouwnl", "vera@bakkerbouw.nl"),
    no_ending=slip("vera@gmail", "vera@gmail.com"),
    capitals=slip("Vera@GMIAL.com", "Vera@gmail.com"),
    plus_tag=slip("vera+hr@gmial.com", "vera+hr@gmail.com"),
    provider=right("vera@gmail.com"),
    provider_in_capitals=right("vera@Gmail.COM"),
    another_provider_nearby=right("vera@ymail.com"),
    mail_is_a_provider=right("vera@mail.com"),
    country_of_a_provider=right("vera@hotmail.fr"),
    rare_company=right("vera@plant.nl"),
    ending_that_exists=right("vera@acme.nu"),
    ending_in_use_elsewhere=right("vera@acme.co"),
    sandbox_copy=right("vera@acme.example.invalid"),
    two_ats=right("vera@@gmial.com"),
    no_at=right("vera.gmial.com"),
    leaver=([contact("a", email="vera@gmial.com", status="left")], []),
    a_letter_from_the_account_domain=(
        [account(), *colleagues(), at("vera@bakkerbow.example")],
        [("a", None, "vera@bakkerbouw.example")],
    ),
    no_dot_in_the_account_domain=(
        [account(), *colleagues(), at("vera@bakkerbouwexample")],
        [("a", None, "vera@bakkerbouw.example")],
    ),
    department_of_the_account=(
        [
            account(),
            account("hall", parent_id="acme"),
            *colleagues(),
            at("vera@bakkerbuow.example", account_id="hall"),
        ],
        [("a", None, "vera@bakkerbouw.example")],
    ),
    a_name_round_the_address=([account(), *colleagues(), at("Vera <vera@bakkerbouw.example>")], []),
    brackets_round_the_address=([account(), *colleagues(), at("<vera@bakkerbouw.example>")], []),
    a_comma_behind_the_address=([account(), *colleagues(), at("vera@bakkerbouw.example,")], []),
    an_account_whose_usual_domain_is_none=(
        [account(), *colleagues("bakkerbouw"), at("vera@bakkerbow")],
        [],
    ),
    a_letter_from_the_website=(
        [account(website="www.bakkerbouw.example"), at("vera@bakkerbow.example")],
        [("a", None, "vera@bakkerbouw.example")],
    ),
    colleagues_agree_and_the_website_differs=(
        [account(website="www.bakkerbouw.example"), *colleagues("bakkersbouw.example", count=2)],
        [],
    ),
    two_letters_is_another_company=(
        [account(), *colleagues(), at("vera@bakkersbuw.example")],
        [],
    ),
    usual_at_another_account=(
        [
            account(),
            account("beta"),
            *colleagues(),
            *colleagues("bakkersbouw.example", "beta"),
            at("vera@bakkersbouw.example"),
        ],
        [],
    ),
    on_cards_of_another_account=(
        [
            account(),
            account("beta"),
            *colleagues(),
            *colleagues("bakkersbouw.example", "beta", 2),
            at("vera@bakkersbouw.example"),
        ],
        [],
    ),
    on_a_website=(
        [
            account(),
            account("beta", website="https://www.bakkersbouw.example/contact"),
            *colleagues(),
            at("vera@bakkersbouw.example"),
        ],
        [],
    ),
    no_usual_domain=([account(), *colleagues(count=2), at("vera@bakkerbow.example")], []),
)
def test_email_domain_typo(find, rows, expected):
    assert find(rows) == expected
