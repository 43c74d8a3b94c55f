"""What a table is, judged on all of its headers, its first keys and its name: for and against.

Tested in tests/intake/tables/test_recognition.py.
"""

import re
from collections.abc import Iterator

from dq.intake.answers import layout
from dq.intake.tables.table import Table
from dq.objects import OBJECTS
from dq.reading import vocabulary
from dq.reading.footers import KEY
from dq.reading.vocabulary import Other, Thing, normalised
from dq.settings import api

# Headers that other objects have a better right to than a contact.
VAGUE = {"last_name": {"name", "naam", "nom"}, "status": {"active", "isactive", "actief", "aktiv"}}
# Headers of what only people have; beside a company's name they may be of its contact person.
PERSONS = {"voorletter", "voorletters", "initialen", "initials", "initialien", "aanhef",
           "salutation", "anrede", "geslacht", "gender", "geboortedatum", "birthdate", "roepnaam",
           "volledigenaam", "fullname"}  # fmt: skip
WHOLE = {"volledigenaam", "fullname"}
CONTACT = re.compile("contact|kontakt|ansprechpartner|full|volledig|complet")
# Who is named beside an account without being the one who is called.
NOT_CALLED = re.compile("primary|primair|prim|haupt|hoofd|main|(?:ids?|nr|no|number|nummer|key)$")
# A Dutch, Belgian or German mobile number.
MOBILE = re.compile(r"\W*(?:0|00 ?31|31|0031)\W*6|\W*(?:\+|00)?(?:32\W*4|49\W*1[567])")
PER = re.compile(r"[\W_]+(?:per|by|pro)[\W_]+", re.IGNORECASE)
# Whose id may stand in any row without saying what the row is.
COMMON = re.compile(
    "owner|eigenaar|inhaber|besitzer|createdby|modifiedby|gemaaktdoor|gewijzigddoor|recordtype|"
    "masterrecord|reportsto|rapporteertaan|individual|parent|bovenliggend|hoofd|extern|legacy|"
    "organi[sz]ation|profile|manager|assistant|currency|photo|jigsaw|linkedin|twitter|facebook|"
    "google|hubspot|marketo|mailchimp|pardot|sap|exact|afas|navision|crm|bc|erp|btw|vat|tax|"
    "source|bron|debit|kredit|credit|relatie|kvk|person|persoon|klant|customer|kunden|company|bedrijf|firmen|associated|opvolger|"
    "successor|nachfolger|mail|delegate|reference|related|primary|portal|username|login|18digit|casesafe"
)
# Dynamics and HubSpot say in the header of the key whose it is.
NAMED_KEY = re.compile(
    r"^(?:\((?:do not modify|niet wijzigen|nicht ändern)\)|record id -) (?P<whose>.+)$",
    re.IGNORECASE,
)
# A report says of a custom object: "Deelname: Deelname Naam".
NAMED_NAME = re.compile(r"^(?P<whose>[^:]+): (?P=whose)[ -](?:name|naam|number|nummer|nr)$", re.I)
HOUSEKEEPING = {"rowchecksum", "modifiedon", "rijcontrolesom", "gewijzigdop", "geandertam"}
# What rows are numbered by without being anybody's.
COUNTED = {"", "nr", "no", "rij", "row", "rang", "rank", "volgnummer", "index", "aantal", "count"}
# A key that repeats in more than this share of the rows points at something else.
REPEATED = 0.25
FEWEST_ROWS = 4
# With no more columns known than these, less is needed to say that a table is something else.
FEW_KNOWN = 5
# What a loader says of a row, and where; a status may be any word in capitals.
DONE = re.compile("Item (?:Cre|Upd|Del|Ups|Res)")
ERROR = re.compile(r"[A-Z]+(?:_[A-Z]+)+\b|INVALID")
# Salesforce Inspector's columns, and the one that tells the rows of a package apart.
INSPECTED = re.compile("__(status|errors)$", re.IGNORECASE)
ANSWERED = {"status": DONE, **dict.fromkeys(("error", "errors", "fout", "fouten", "fehler"), ERROR)}


def speaks_against(table: Table, thing: Thing, found: dict[str, str | None]) -> bool:
    """Whether something in the table says that its rows are not of this object.

    :param found: the table's headers with the fields that they would be
    """
    if _answers(table):
        return True
    place = _place(table, found, "id")
    if place is not None and table.prefix(place) and not OBJECTS[thing.name].api:
        return True  # another system's keys are no ids of Salesforce
    if place is not None and (start := table.prefix(place)) and thing.prefixes:
        if not start.lower().startswith(thing.prefixes):
            return True
        # Salesforce itself says what the rows are; of custom objects only that they are one.
        if place == table.key and not start.lower().startswith("a"):
            return False
    rest = {
        word
        for word, header in zip(table.words, table.headers, strict=True)
        if found[header] is None
    }
    return (
        _misnamed(table, thing)
        or (place is not None and _led_by_another(table, thing, found, place))
        or any(rest & other.keys for other in vocabulary.others().values())
        or any(_marked(rest, other, found) for other in vocabulary.others().values())
        or _strange_status(table, thing, found)
        or any(rest & other.keys for other in _others_of_ours(thing))
        or (thing.name == "account" and (_holds_people(table) or _calls_people(table, found)))
        or (place is not None and place != table.key and _repeats(table.values(place)))
        or (place is None or place != table.key)
        and any(_strange_keys(table, found))
    )


def _place(table: Table, found: dict[str, str | None], field: str) -> int | None:
    """Where the column stands that would be this field."""
    return next((n for n, header in enumerate(table.headers) if found[header] == field), None)


def _misnamed(table: Table, thing: Thing) -> bool:
    """Whether the file's name has a word of another object, and none of this one."""
    others = frozenset().union(*(other.files for other in vocabulary.others().values()))
    if table.name_words & thing.files:
        # "Uren per project" are hours.
        first, *rest = PER.split(table.stem, maxsplit=1)
        return bool(rest and others & Table(first, [], []).name_words)
    return bool(table.name_words & others)


def _marked(rest: set[str], other: Other, found: dict[str, str | None]) -> bool:
    """Whether two columns that are not known are another object's, or where little is known one
    that nobody else has."""
    return len(rest & other.marks) > 1 or (_few(found) and bool(rest & other.signs))


def _few(found: dict[str, str | None]) -> bool:
    """Whether so little of a table is known that it may as well be about something else."""
    return sum(field is not None for field in found.values()) <= FEW_KNOWN


def _answers(table: Table) -> bool:
    """Whether it is what a loader said of each row that it loaded, or a file of a package."""
    words = set(table.words)
    if layout.UNPROCESSED_NAME.search(table.name) or any(map(INSPECTED.match, table.headers)):
        return True
    # A field of that name, with its ending, may be the external id.
    ours = api.KEY in (header.strip().upper() for header in table.headers)
    return bool(ours or words & {"sfid", "sferror"} or words >= {"success", "errors"}) or any(
        word in ANSWERED
        and (cells := table.values(place))
        and all(map(ANSWERED[word].match, cells))
        for place, word in enumerate(table.words)
    )


def _strange_status(table: Table, thing: Thing, found: dict[str, str | None]) -> bool:
    """Whether beside somebody's key little more is known than a status, of which no word is one of
    people; what has a key of its own, Id, says what it is."""
    if thing.name != "contact" or table.key is not None:
        return False
    place = _place(table, found, "status")
    if place is None or not _few(found):
        return False
    said = {normalised(cell) for cell in table.values(place)}
    known = {word for words in vocabulary.codes("status").values() for word in words}
    return bool(said) and not said & known


def _others_of_ours(thing: Thing) -> Iterator[Thing]:
    return (
        other
        for name, other in vocabulary.objects().items()
        if name != thing.name and name not in thing.beside and other.prefixes
    )


def _holds_people(table: Table) -> bool:
    """Whether there are names of people, or what else only people have, which no account has.

    A customer list may name a contact person: beside the company's name, or in a file that is
    called after accounts, only a first and a last name say that its rows are people. Whose whole
    name comes before the company's is who the row is about.
    """
    words, account = set(table.words), vocabulary.objects()["account"]
    first, last = (words & _names_of_people(field) for field in ("first_name", "last_name"))
    company = set(account.fields["name"]) - {"name", "naam"}
    names = [word for word in table.words if word in company | WHOLE]
    if (first and last) or set(names[:1]) & WHOLE:
        return True
    if table.name_words & account.files:
        return False
    return bool(first or last or (words & PERSONS and not words & company))


def _calls_people(table: Table, found: dict[str, str | None]) -> bool:
    """Whether beside the account's name it has somebody's, and mobile numbers, which are theirs."""
    somebody = any(
        found[header] is None and CONTACT.search(word) and not NOT_CALLED.search(word)
        for header, word in zip(table.headers, table.words, strict=True)
    )
    place = _place(table, found, "phone")
    if not somebody or place is None:
        return False
    numbers = table.values(place)
    return 2 * sum(MOBILE.match(number) is not None for number in numbers) > len(numbers)


def _names_of_people(field: str) -> set[str]:
    """The headers of a first or last name, those left out that may be a contact person's whole."""
    words = set(vocabulary.objects()["contact"].fields[field]) - VAGUE.get(field, set())
    return {word for word in words if not CONTACT.search(word)}


def _led_by_another(table: Table, thing: Thing, found: dict[str, str | None], place: int) -> bool:
    """Whether the first column, left of the key, is the own key of something that we do not know:
    it is what the file is called after, or little else is known, and each row has another one; or
    our key repeats."""
    header, word = table.headers[0], table.words[0]
    if place == 0 or place == table.key or table.name_words & thing.files:
        return False
    if found[header] is not None or word in vocabulary.headers() | COUNTED or COMMON.search(word):
        return False
    own, ours = table.values(0), table.values(place)
    if not own or len(own) < len(table.sample):
        return False
    if len(ours) - len(set(ours)) > REPEATED * len(ours):
        return True
    known = sum(field is not None for field in found.values()) - 1
    called = any(len(name) > 4 and word.startswith(name[:-1]) for name in table.name_words)
    codes = all(map(KEY.fullmatch, own)) and len(set(own)) == len(own)
    return codes and (called or len(found) - known - 1 >= known)


def _repeats(cells: list[str]) -> bool:
    # In the rows between, a report says "Aantal records" where the others have a key.
    numbered = [cell for cell in cells if re.search("[0-9]", cell)]
    keys = numbered if 2 * len(numbered) > len(cells) else cells
    return len(keys) >= FEWEST_ROWS and len(keys) - len(set(keys)) > REPEATED * len(keys)


def _strange_keys(table: Table, found: dict[str, str | None]) -> Iterator[bool]:
    """Per column: whether it is the own key of something that we do not know."""
    ours = {
        word
        for thing in vocabulary.objects().values()
        for field, words in thing.fields.items()
        if field == "id" or field.endswith("_id")
        for word in words
    }
    for place, (header, word) in enumerate(zip(table.headers, table.words, strict=True)):
        if found[header] is not None or word in ours:
            continue
        if NAMED_NAME.match(header) and word not in vocabulary.headers():
            yield True
        named = NAMED_KEY.match(header)
        if named:
            yield normalised(named["whose"]) not in HOUSEKEEPING
        elif re.search(r"(?:\bID|\bId|[a-z]Id|[-_ ]id|GUID)$", header) and not COMMON.search(word):
            keys = table.values(place)
            yield bool(keys) and len(set(keys)) == len(keys) == len(table.sample)
