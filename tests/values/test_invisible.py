"""Signs that nobody sees go, what parts words is a space, and what is seen stays."""

import sys
import unicodedata

import pytest

from dq.values import invisible

EVERY = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
# Format signs that have a shape, or give one to the digits after them.
SHAPED = {"\u0600", "\u0601", "\u0602", "\u0603", "\u0604", "\u0605", "\u06dd", "\u070f", "\u0890"}
SHAPED |= {"\u0891", "\u08e2", "\U000110bd", "\U000110cd"}
SHAPED |= {sign for sign in EVERY if "\U00013430" <= sign <= "\U0001343f"}  # hieroglyphs
SHAPED |= {sign for sign in EVERY if "\U0001bca0" <= sign <= "\U0001bca3"}  # shorthand


def parted(word):
    return invisible.text(f"Jas{word}per")


def test_no_control_format_or_separator_is_left_between_letters():
    left = [
        sign
        for sign in EVERY
        if unicodedata.category(sign) in ("Cc", "Cf", "Zs", "Zl", "Zp")
        and sign not in " \t\n\r"
        and sign not in SHAPED
        and sign in parted(sign)
    ]
    assert left == []


def test_what_python_takes_for_a_blank_is_a_plain_one_or_a_line_end():
    blanks = [sign for sign in EVERY if sign.isspace() and sign not in " \t\n\r"]
    assert {parted(sign) for sign in blanks} == {"Jas per"}


def test_letters_marks_digits_signs_and_emoji_stay():
    kept = [
        sign
        for sign in EVERY
        if unicodedata.category(sign)[0] in "LMNPS" and sign not in invisible.EVERY
    ]
    assert len(kept) > 140_000
    assert invisible.text("".join(kept)) == "".join(kept)


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦",  # a family, joined
        "👩🏽‍⚕️ 🏳️‍🌈 ❤️ ☎️ ©️ ‼️",
        "1️⃣ #️⃣",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
        "می\u200cخواهم",  # Persian
        "क्\u200dष क्\u200cष",  # Hindi
        "葛\U000e0100城",  # a Japanese form of a letter
        "Ã\xad Â\xa0 Ã\x89 â\x80\x99 â€\x9d",  # read twice, to be mended
        "Zoë, Çelik, Łukasz, Đặng, e\u0301, Ω, Я, 李, أحمد, כהן",
        "Straat 1\n1234 AB\tStad\r\n",
        "",
    ],
)
def test_what_is_seen_stays(text):
    assert invisible.text(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Jas\u200bper", "Jasper"),
        ("\u202eJan\u202c", "Jan"),
        ("Jan\u00adsen", "Jansen"),
        ("\ufeffJan", "Jan"),
        ("Jan\u00a0de\u2003Vries", "Jan de Vries"),
        ("Jan\u2028Vries\u0085Bakker\x0bSmit", "Jan Vries Bakker Smit"),
        ("Ja\x00n\x07", "Jan"),
        ("Jan\ufe0f", "Jan"),
        ('"\ufe0f\u20e3', '"\u20e3'),  # of a key, without the key
        ("\ufe0f", ""),
        ("Jan\u200dsen \u200c", "Jansen "),
        ("é\u00a0B", "é B"),
        ("\U000e0067", ""),
        ("\u3000", " "),
    ],
)
def test_what_nobody_sees_goes(text, left):
    assert invisible.text(text) == left


def test_they_are_counted_over_many_blocks():
    line = "Zoë,Jansen\u00a0Bakker,Jas\u200bper\n" + "x" * 50_000 + "\n"
    data, count = invisible.without(("\ufeff" + line * 9).encode())
    assert count == 18
    assert data.decode() == "\ufeff" + line.replace("\u00a0", " ").replace("\u200b", "") * 9


def test_a_mark_in_the_middle_is_no_beginning():
    assert invisible.without("\ufeffa\n\ufeffb\n".encode()) == ("\ufeffa\nb\n".encode(), 1)
    assert invisible.without("\ufeffa".encode(), begins=False) == (b"a", 1)


def test_text_without_them_is_the_very_same():
    data = ("Zoë’s €, 李, 👩‍👩‍👧\n" * 10_000).encode()
    assert invisible.without(data)[0] is data


@pytest.mark.parametrize(
    "data", [b"\xc2", b"a\xe2\x80", b"\xf3\xa0", b"\xef\xbb", b"\xff\x80\xc2b"]
)
def test_bytes_that_are_no_text_stay(data):
    assert invisible.without(data) == (data, 0)


def test_a_file_with_them_is_copied_and_another_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(invisible, "_PART", 10)
    path, copy = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_bytes(b"Id,Name\n1,Zo\n2,Jan\n3,Piet\n")
    assert invisible.copied(path, copy) == path
    path.write_bytes("Id,Name\n1,Zo\n2,J\u200ban\n3,Piet\n".encode())
    assert invisible.copied(path, copy) == copy
    assert copy.read_bytes() == b"Id,Name\n1,Zo\n2,Jan\n3,Piet\n"
