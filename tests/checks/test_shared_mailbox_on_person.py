"""Shared mailboxes on the cards of persons."""

from rows import account, cases, contact


@cases(
    info=([contact("a", email="info@acme.example")], [("a", None, "info@acme.example")]),
    planning=(
        [contact("a", email="Planning@acme.example")],
        [("a", None, "Planning@acme.example")],
    ),
    hours=([contact("a", email="uren@acme.example")], [("a", None, "uren@acme.example")]),
    numbered=(
        [contact("a", email="planning2@acme.example")],
        [("a", None, "planning2@acme.example")],
    ),
    numbered_with_a_dash=(
        [contact("a", email="planning-2@acme.example")],
        [("a", None, "planning-2@acme.example")],
    ),
    with_a_place=(
        [contact("a", email="planning.noord@acme.example")],
        [("a", None, "planning.noord@acme.example")],
    ),
    place_first=(
        [contact("a", email="noord-uren@acme.example")],
        [("a", None, "noord-uren@acme.example")],
    ),
    two_words=(
        [contact("a", email="front.office@acme.example")],
        [("a", None, "front.office@acme.example")],
    ),
    stem_first=(
        [contact("a", email="planningnoord@acme.example")],
        [("a", None, "planningnoord@acme.example")],
    ),
    stem_last=(
        [contact("a", email="zorgplanning2@acme.example")],
        [("a", None, "zorgplanning2@acme.example")],
    ),
    stem_inside=([contact("a", email="deplanningen@acme.example")], []),
    stem_and_plus_tag=([contact("a", email="planning+anna@acme.example")], []),
    hr=([contact("a", email="hr@acme.example")], [("a", None, "hr@acme.example")]),
    creditors=(
        [contact("a", email="crediteuren@acme.example")],
        [("a", None, "crediteuren@acme.example")],
    ),
    own_name=(
        [contact("a", first_name="Vera", last_name="Bos", email="vera.bos@acme.example")],
        [],
    ),
    word_within_a_word=(
        [contact("a", first_name="Vera", last_name="Bos", email="informatica@acme.example")],
        [],
    ),
    surname_is_a_word=(
        [contact("a", first_name="Jan", last_name="Post", email="jan.post@acme.example")],
        [],
    ),
    surname_alone=(
        [contact("a", first_name="Jan", last_name="Post", email="post@acme.example")],
        [],
    ),
    mister=(
        [contact("a", first_name="Jan", last_name="Jansen", email="hr.jansen@acme.example")],
        [],
    ),
    initial_and_word=(
        [contact("a", first_name="Jan", last_name="Post", email="j.post@acme.example")],
        [],
    ),
    plus_tag=(
        [contact("a", first_name="Anna", last_name="Bos", email="contact+anna@acme.example")],
        [],
    ),
    ambiguous_word_beside_another=(
        [contact("a", first_name="Vera", last_name="Bos", email="it-noord@acme.example")],
        [],
    ),
    a_word_inside_the_name=(
        [contact("a", first_name="Jan", last_name="Smit", email="it@acme.example")],
        [("a", None, "it@acme.example")],
    ),
    general_card=(
        [
            account(),
            contact(
                "a", email="info@acme.example", kind="general", first_name=None, last_name="Acme"
            ),
        ],
        [],
    ),
    leaver=([contact("a", email="info@acme.example", status="left")], []),
    no_address=([contact("a", email=None), contact("b", email="info")], []),
)
def test_shared_mailbox_on_person(find, rows, expected):
    assert find(rows) == expected


def test_the_list_is_a_setting(db, find):
    db.execute("""insert into setting values ('mailbox_words', '["keuken"]')""")
    db.execute("""insert into setting values ('mailbox_stems', '[]')""")
    assert find(
        [contact("a", email="keuken@acme.example"), contact("b", email="info@acme.example")]
    ) == [("a", None, "keuken@acme.example")]
