"""Which texts have letters that went wrong, and what they were."""

import pytest

from dq.judging.facts import texts
from dq.values import letters


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("RenÃ©", "René"),
        ("RenÃƒÂ©", "René"),
        ("MarÃ\xada", "María"),
        ("Å½ivkoviÄ‡", "Živković"),
        ("Ð\x90Ð½Ð½Ð°", "Анна"),
        ("Â\xa0Jan", "Jan"),
        ("\u0410nna", "Anna"),
        ("Ja\u03bf", "Jao"),
        ("j\u0430n@x.example", "jan@x.example"),
        ("Jos\ufffd", None),
        ("Ren?e", None),
        ("Jan\u0436", None),
        ("RenÃ© Jos\ufffd", None),
    ],
)
def test_what_went_wrong_is_damaged(text, repaired):
    assert letters.verdict(text) == (True, repaired)


@pytest.mark.parametrize(
    "text",
    [
        "Zoë", "Çelik", "São", "Ãlvaro", "Voß BV", "Bjørn Åsa", "Żółć", "İstanbul", "Анна", "Αθηνά",
        "李小龍", "أحمد", "👩‍👩‍👧", "D’Amélio", "naïef – één", "René?", "3½ µm", "e\u0301e\u0301",
        "Анна Bakker", "Nguyễn Đình", "\u0301", "", "Café’s in Ĳmuiden", 'Straße "Ĳ"', "Tĳd",
        "ǅevad’s één", "Hoe?Zo BV", "Go?No go", "WIE?WAT",
    ],
)  # fmt: skip
def test_what_is_right_is_not(text):
    assert letters.verdict(text) == (False, None)


@pytest.mark.parametrize("letter", sorted(chr(code) for code in letters.LOOKALIKES))
def test_a_lookalike_becomes_a_plain_letter(letter):
    assert letters.verdict(f"Jan{letter}").repaired == f"Jan{letter.translate(letters.LOOKALIKES)}"


def test_it_asks_only_of_what_may_be_wrong_and_once(db, monkeypatch):
    db.execute("insert into contact (id, first_name, last_name) values ('1', 'Zoë', 'Ren?e')")
    db.execute("insert into contact (id, first_name, email) values ('2', 'RenÃ©', 'a@x.example')")
    asked = []
    real = letters.verdict
    monkeypatch.setattr(letters, "verdict", lambda text, person: asked.append(text) or real(text))
    texts.refresh(db)
    texts.refresh(db)
    assert sorted(asked) == ["Ren?e", "RenÃ©"]
    db.execute("delete from contact where id = '2'")
    texts.refresh(db)
    assert db.execute("select text, damaged, repaired from text_fact").fetchall() == [
        ("Ren?e", True, None)
    ]


@pytest.mark.parametrize("text", ["JOS?PH", "Hoe?Zo", "Ren?e"])
def test_in_the_name_of_a_person_a_question_mark_is_a_lost_letter(db, text):
    db.execute("insert into contact (id, last_name) values ('1', ?)", [text])
    texts.refresh(db)
    assert db.execute("select text, damaged from text_fact").fetchall() == [(text, True)]


@pytest.mark.parametrize(
    ("text", "damaged"), [("WIE?WAT", False), ("Hoe?Zo", False), ("Caf?s", True)]
)
def test_in_the_name_of_a_company_it_may_be_a_question(db, text, damaged):
    db.execute("insert into account (id, name) values ('1', ?)", [text])
    texts.refresh(db)
    assert db.execute("select text, damaged from text_fact").fetchall() == [(text, damaged)]
