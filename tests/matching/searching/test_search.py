"""Searching all cards by one line of text: exact hits first, then the likely, then the begun."""

import pyarrow as pa
import pytest

from dq.matching import pipeline
from dq.matching.recipe import CONTACTS
from dq.matching.searching.accounts import Accounts
from dq.matching.searching.lookup import Index
from dq.matching.searching.search import BEGUN, EXACT, LIKELY, MOST, Search

KNOWN = [
    {
        "id": "003000000000JanAAA",
        "first_name": "Jan",
        "last_name": "de Vriesendorp",
        "email": "jan.devriesendorp@alfa.example",
        "username": "jan.devriesendorp@alfa.example",
        "mobile": "06 12345678",
    },
    {
        "id": "wilhelmina",
        "first_name": "Wilhelmina",
        "last_name": "van den Bergsma",
        "email": "w.bergsma@beta.example",
        "username": "mina@beta.example",
        "phone": "030-7654321",
    },
    {
        "id": "ottoline",
        "first_name": "Ottoline",
        "last_name": "Quaedvlieg",
        "email": "o.quaedvlieg@gamma.example",
        "mobile": "06 87654321",
    },
    # the same number at the same company twice
    {"id": "desk1", "first_name": "Ulrike", "last_name": "Zandstra", "phone": "+31 38 1234567"},
    {"id": "desk2", "first_name": "Yorick", "last_name": "Hazelaar", "phone": "038 123 45 67"},
    {"id": "nameless", "email": "receptie@delta.example"},
]


@pytest.fixture(scope="module")
def search(register, table):
    cards = table(register + [{"apart": "person", **card} for card in KNOWN])
    result = pipeline.match(cards, CONTACTS)
    logins = pa.table(
        {
            "contact_id": ["ottoline", "ottoline", "gone", None],
            "username": ["Otto@portaal.example", None, "gone@portaal.example", "x@p.example"],
        }
    )
    return Search(Index.of(cards, result), result.records, logins)


def found(search, text, **options):
    return [(hit.id, hit.tier) for hit in search.find(text, **options)]


@pytest.mark.parametrize(
    ("text", "id", "by"),
    [
        ("003000000000JanAAA", "003000000000JanAAA", "id"),
        (" ottoline ", "ottoline", "id"),
        ("jan.devriesendorp@alfa.example", "003000000000JanAAA", "email"),
        ("Jan.deVriesendorp@ALFA.example", "003000000000JanAAA", "email"),
        (" w.bergsma@beta.example", "wilhelmina", "email"),
        ("mina@beta.example", "wilhelmina", "username"),
        ("MINA@beta.example", "wilhelmina", "username"),
        ("otto@portaal.example", "ottoline", "username"),
        ("0612345678", "003000000000JanAAA", "phone"),
        ("+31 6 12345678", "003000000000JanAAA", "phone"),
        ("0031612345678", "003000000000JanAAA", "phone"),
        ("06-1234 5678", "003000000000JanAAA", "phone"),
        ("(030) 765 43 21", "wilhelmina", "phone"),
        ("12345678", "003000000000JanAAA", "phone"),
        ("1234 5678", "003000000000JanAAA", "phone"),
        ("+31 (0)6 12345678", "003000000000JanAAA", "phone"),
        ("0031 (0)6-12 34 56 78", "003000000000JanAAA", "phone"),
    ],
)
def test_what_is_the_very_same_comes_first_and_says_by_what(search, text, id, by):
    first = search.find(text)[0]
    assert (first.id, first.tier, first.by) == (id, EXACT, by)


def test_an_id_of_18_characters_finds_one_of_15(register, table):
    card = {"id": "003000000000Jan", "first_name": "Jan", "last_name": "Bos", "apart": "person"}
    cards = table([*register, card])
    result = pipeline.match(cards, CONTACTS)
    search = Search(Index.of(cards, result), result.records)
    assert search.find("003000000000JanAAA")[0].id == "003000000000Jan"
    assert search.find("003000000000JanAAA")[0].by == "id"


def test_everybody_with_a_number_is_found(search):
    hits = [hit.id for hit in search.find("0381234567") if hit.tier == EXACT]
    assert sorted(hits) == ["desk1", "desk2"]


def test_a_login_of_a_card_that_is_gone_finds_nobody(search):
    assert [hit for hit in search.find("gone@portaal.example") if hit.tier == EXACT] == []


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("jan.devriesnedorp@alfa.example", "003000000000JanAAA"),
        ("jan.devriesendrop@alfa.example", "003000000000JanAAA"),  # over the middle of the text
        ("jan.devriesndorp@alfa.example", "003000000000JanAAA"),
        ("jan.devriesendorp@alfa.exampel", "003000000000JanAAA"),
        ("jan.devriesendorp@omega.example", "003000000000JanAAA"),
        ("J. de Vriesendorp", "003000000000JanAAA"),
        ("J de Vriesendorp", "003000000000JanAAA"),
        ("de Vriesendorp, Jan", "003000000000JanAAA"),
        ("Vriesendorp Jan", "003000000000JanAAA"),
        ("jan vriesendorp", "003000000000JanAAA"),
        ("Jan de Vriesendrop", "003000000000JanAAA"),
        ("Wilhelmina vd Bergsma", "wilhelmina"),
        ("vd Bergsma", "wilhelmina"),
        ("Bergsma", "wilhelmina"),
        ("W. v.d. Bergsma", "wilhelmina"),
        ("Ottoline Quadvlieg", "ottoline"),
    ],
)
def test_what_is_written_a_little_differently_is_likely(search, text, id):
    hits = {hit.id: hit for hit in search.find(text)}
    assert id in hits
    assert hits[id].tier == LIKELY
    assert hits[id].evidence


@pytest.mark.parametrize("known", ["jan.devriesendorp@alfa.example", "o.quaedvlieg@gamma.example"])
def test_any_one_slip_in_an_address_is_found(search, known):
    """Wherever a letter was left out, doubled, mistaken, or changed places with the next."""
    id = search.find(known)[0].id
    missed = {
        slip
        for at in range(known.index("@"))
        for slip in (
            known[:at] + known[at + 1 :],
            known[:at] + known[at] + known[at:],
            known[:at] + "x" + known[at + 1 :],
            known[:at] + known[at + 1] + known[at] + known[at + 2 :],
        )
        if id not in [hit.id for hit in search.find(slip)]
    }
    assert missed == set()


def test_likely_ones_come_with_their_evidence_best_first(search):
    hits = [hit for hit in search.find("Jan de Vries") if hit.tier == LIKELY]
    assert [hit.bits for hit in hits] == sorted((hit.bits for hit in hits), reverse=True)
    assert all(hit.bits > 0 for hit in hits)
    assert {"field", "level", "points"} <= set(hits[0].evidence[0])


def test_a_rare_name_written_fully_finds_its_card_first(search):
    assert search.find("Ottoline Quaedvlieg")[0].id == "ottoline"


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("jan.devriesen", "003000000000JanAAA"),
        ("o.quaed", "ottoline"),
        ("receptie@del", "nameless"),
        ("Quaedvl", "ottoline"),
        ("quae", "ottoline"),
        ("Ottol", "ottoline"),
        ("van den Bergs", "wilhelmina"),
        ("ottoline qua", "ottoline"),
        ("Hazel", "desk2"),
    ],
)
def test_what_is_begun_is_found(search, text, id):
    assert id in [hit.id for hit in search.find(text)]


def test_a_start_is_told_as_one(search):
    assert [(hit.tier, hit.by) for hit in search.find("quaedv")] == [(BEGUN, "start")]


def test_one_letter_is_no_start(search):
    assert search.find("q") == []


def test_exact_comes_before_likely_and_likely_before_begun(search):
    hits = search.find("jan.devriesendorp@alfa.example")
    assert hits[0].tier == EXACT
    for text in ("jan.bakker.1@alfa.example", "Jan de Vries", "jan"):
        tiers = [hit.tier for hit in search.find(text)]
        assert tiers == sorted(tiers)
        assert len(tiers) <= MOST


def test_a_card_is_there_once(search, register):
    for card in register[:30]:
        ids = [hit.id for hit in search.find(card["email"])]
        assert ids[0] == card["id"]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("text", ["", "   ", "\n", "@", ".", "%", "'", "😀", "\x00", "x" * 5000])
def test_what_says_nothing_finds_nobody(search, text):
    assert search.find(text) == []


def test_cards_that_are_to_be_left_out_are_not_found(search):
    assert "ottoline" not in dict(found(search, "Quaedvlieg", without=["ottoline"]))
    assert "desk2" in dict(found(search, "0381234567", without=["desk1"]))


def test_an_empty_file_finds_nobody(table, search):
    cards = table([])
    result = pipeline.match(cards, CONTACTS)
    empty = Search(Index.of(cards, result), result.records)
    assert empty.find("Jan") == []


def test_an_id_of_15_characters_finds_one_of_18(search):
    [hit] = [hit for hit in search.find("003000000000Jan") if hit.tier == EXACT]
    assert (hit.id, hit.by) == ("003000000000JanAAA", "id")


@pytest.mark.parametrize(
    "text", ["@omega-food.example", "omega-food.example", "@omeg", "OMEGA-food.EXAMPLE"]
)
def test_an_address_is_found_by_its_domain(register, table, text):
    card = {"id": "only", "last_name": "Ahlers", "email": "x@omega-food.example", "apart": "person"}
    cards = table([*register, card])
    result = pipeline.match(cards, CONTACTS)
    [hit] = Search(Index.of(cards, result), result.records).find(text)
    assert (hit.id, hit.tier, hit.by) == ("only", LIKELY, "domain")


@pytest.fixture(scope="module")
def placed(table):
    """Two of one name at different companies, one of them in a department."""
    accounts = [
        ("hq", None, "Bakker Bouw B.V."),
        ("hr", "hq", "Personeelszaken"),
        ("zz", None, "De Jong & Zorg"),
    ]
    people = [("one", "hr", "Jan", "de Vries"), ("two", "zz", "Jan", "de Vries")]
    people += [("three", "zz", "Jan", "Bakker"), ("four", "hq", "Els", "Kok")]
    names = ("id", "account_id", "first_name", "last_name")
    cards = table([dict(zip(names, one, strict=True)) | {"apart": "person"} for one in people])
    result = pipeline.match(cards, CONTACTS)
    ids, parents, called = zip(*accounts, strict=True)
    places = Accounts.of(pa.table({"id": ids, "parent_id": parents, "name": called}))
    return Search(Index.of(cards, result), result.records, accounts=places)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("jan de vries bakker bouw", "one"),
        ("Jan Vries Bakker", "one"),
        ("bakker bouw jan", "one"),
        ("vries, jan bakker bo", "one"),
        ("J. de Vries De Jong", "two"),
        ("els bouw", "four"),
    ],
)
def test_a_name_with_a_company_finds_who_is_there(placed, text, id):
    hits = placed.find(text)
    assert [hit.id for hit in hits if hit.by == "company"][:1] == [id]


def test_a_name_with_a_company_comes_before_the_same_name_elsewhere(placed):
    assert [hit.id for hit in placed.find("jan de vries bakker bouw")][0] == "one"


def test_two_words_are_a_name_before_they_are_a_name_and_a_company(placed):
    assert placed.find("Jan Bakker")[0].id == "three"


@pytest.fixture(scope="module")
def doubles(register, table):
    """Somebody with a double surname, and others who look more like its first half."""
    people = [
        ("double", "Manon", "Haring-Havermeijer"),
        ("other", "Max", "Haring"),
        ("third", "Manus", "Haring"),
        ("infix", "Manon", "van der Haringsma"),
    ]
    cards = [
        {"id": id, "first_name": first, "last_name": last, "apart": "person"}
        for id, first, last in people
    ]
    cards = table([*register, *cards])
    result = pipeline.match(cards, CONTACTS)
    return Search(Index.of(cards, result), result.records)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Ottoline Quaedvlieg", "ottoline"),
        ("quaedvlieg, ottoline", "ottoline"),
        ("OTTOLINE QUAEDVLIEG", "ottoline"),
        ("Jan de Vriesendorp", "003000000000JanAAA"),
        ("de Vriesendorp, Jan", "003000000000JanAAA"),
        ("Wilhelmina van den Bergsma", "wilhelmina"),
    ],
)
def test_the_very_name_is_found_and_comes_first(search, text, id):
    first = search.find(text)[0]
    assert (first.id, first.by) == (id, "name")


@pytest.mark.parametrize("text", ["Ottolin Quaedvlieg", "O. Quaedvlieg", "Ottoline", "Quaedvlieg"])
def test_a_part_of_a_name_and_a_slip_are_not_the_very_name(search, text):
    assert [hit for hit in search.find(text) if hit.by == "name"] == []


@pytest.mark.parametrize(
    "text", ["manon haring", "Haring Manon", "manon havermeijer", "Havermeijer, Manon"]
)
def test_half_of_a_double_name_comes_before_another_first_name(doubles, text):
    first = doubles.find(text)[0]
    assert (first.id, first.tier, first.by) == ("double", LIKELY, "among")


def test_the_whole_of_a_double_name_is_the_very_name(doubles):
    for text in ("Manon Haring-Havermeijer", "manon haring havermeijer"):
        assert (doubles.find(text)[0].id, doubles.find(text)[0].by) == ("double", "name")
    assert doubles.find("Max Haring")[0].id == "other"
