"""A pair's evidence in words: message ids to translate, heaviest first."""

from collections.abc import Iterable, Mapping

from dq.errors import N_
from dq.matching.recipe import ACCOUNTS, CONTACTS

Item = Mapping[str, object]

# By field and level. Pieces of a sentence, in lower case: the page joins them with commas and
# capitalises the first.
MESSAGES: dict[tuple[str, str], str] = {
    (one.name, level): message
    for recipe in (CONTACTS, ACCOUNTS)
    for one in recipe.compared
    for level, message in one.phrases.items()
}
# What says nothing of itself is left out of the sentence, not out of the chart.
SILENT = 0.25

# What the records of one block share, by the name of its key in `block.Dropped`.
SHARED: dict[str, str] = {
    "stratum+sound": N_("One company, and last names that sound alike"),
    "stratum+surname_in_address+initial": N_(
        "One company, one initial, and one last name or one in the address"
    ),
    "stratum+initial+initial_of_surname": N_("One company and the same initials"),
    "unordered": N_("The same name"),
    "callname+sound": N_("One first name, and last names that sound alike"),
    "email": N_("The same e-mail address"),
    "email.local+sound": N_("One mailbox name, and last names that sound alike"),
    "mobile": N_("The same mobile number"),
    "phone": N_("The same phone number"),
    "postal_code+sound": N_("One postcode, and last names that sound alike"),
    "name": N_("The same name"),
    "name.squeezed": N_("Names that begin alike"),
    "stratum+department": N_("One company and the same department"),
    "stratum+department.squeezed": N_("One company, and departments that begin alike"),
    "kvk_number": N_("The same Chamber of Commerce number"),
    "website": N_("The same website"),
}


def sentence(evidence: Iterable[Item]) -> list[tuple[str, dict[str, object]]]:
    """The evidence as (message id, values), in falling weight.

    Each item has `field`, `level` and `points` (log2 bits; negative speaks against).
    """
    items = sorted(evidence, key=lambda item: -abs(_points(item)))
    return [phrase(item) for item in items if abs(_points(item)) >= SILENT]


def phrase(item: Item) -> tuple[str, dict[str, object]]:
    """One item as a message id and its values: what was seen, and whether it counts against."""
    field, level = str(item["field"]), str(item["level"])
    message = MESSAGES.get((field, level))
    if message is None:
        message = _GENERAL.get(level, N_("{field} compared"))
    return message, {"field": field}


_GENERAL = {
    "exact": N_("{field} the same"),
    "same": N_("{field} the same"),
    "spelling": N_("{field} the same but spelt otherwise"),
    "slip": N_("{field} the same with a slip in it"),
    "close": N_("{field} nearly the same"),
    "alike": N_("{field} similar"),
    "different": N_("{field} different"),
}


def _points(item: Item) -> float:
    return float(str(item["points"]))
