"""A pair's evidence in words: message ids to translate, heaviest first."""

from collections.abc import Iterable, Mapping

from dq.errors import N_

Item = Mapping[str, object]

# Pieces of a sentence, in lower case: the page joins them with commas and capitalises the first.
MESSAGES: dict[tuple[str, str], str] = {
    ("given_name", "exact"): N_("same first name"),
    ("given_name", "nickname"): N_("first names that stand for each other"),
    ("given_name", "initial"): N_("initial fits the first name"),
    ("given_name", "formal_initial"): N_("initial may be of the formal first name"),
    ("given_name", "close"): N_("first name spelt slightly differently"),
    ("given_name", "same_initial"): N_("different first name with the same initial"),
    ("given_name", "different"): N_("different first name"),
    ("surname", "exact"): N_("same last name"),
    ("surname", "close"): N_("last name spelt slightly differently"),
    ("surname", "part"): N_("part of the last name is the same"),
    ("surname", "different"): N_("different last name"),
    ("order", "swapped"): N_("first and last name swapped"),
    ("generation", "same"): N_("same junior or senior"),
    ("generation", "one_side"): N_("junior or senior on one card only"),
    ("generation", "conflict"): N_("one is junior, the other senior"),
    ("email", "exact"): N_("same e-mail address"),
    ("email", "shared"): N_("same shared mailbox"),
    ("email", "close"): N_("e-mail address one typing error apart"),
    ("email", "same_mailbox"): N_("same mailbox name at another domain"),
    ("email", "repeats_name"): N_("e-mail address only repeats the name"),
    ("email", "numbered"): N_("numbered e-mail addresses"),
    ("email", "same_domain"): N_("other e-mail address at the same domain"),
    ("email", "different"): N_("different e-mail address"),
    ("mobile", "exact"): N_("same mobile number"),
    ("mobile", "shared"): N_("mobile number that several people use"),
    ("mobile", "close"): N_("mobile number one digit apart"),
    ("mobile", "different"): N_("different mobile number"),
    ("phone", "exact"): N_("same phone number"),
    ("phone", "shared"): N_("phone number that several people use"),
    ("phone", "close"): N_("phone number one digit apart"),
    ("phone", "different"): N_("different phone number"),
    ("account", "same"): N_("same account"),
    ("account", "department"): N_("other department of the same company"),
    ("account", "different"): N_("other company"),
    ("salutation", "same"): N_("same salutation"),
    ("salutation", "conflict"): N_("different salutation"),
    ("title", "exact"): N_("same job title"),
    ("title", "close"): N_("nearly the same job title"),
    ("title", "alike"): N_("similar job title"),
    ("title", "different"): N_("different job title"),
    ("postal_code", "exact"): N_("same postcode"),
    ("postal_code", "close"): N_("nearly the same postcode"),
    ("postal_code", "different"): N_("different postcode"),
    ("city", "exact"): N_("same place"),
    ("city", "close"): N_("nearly the same place"),
    ("city", "different"): N_("different place"),
    ("name", "exact"): N_("same name"),
    ("name", "spelling"): N_("the same name spelt otherwise"),
    ("name", "slip"): N_("the same name with a slip in it"),
    ("name", "close"): N_("nearly the same name"),
    ("name", "alike"): N_("similar name"),
    ("name", "different"): N_("different name"),
    ("department", "exact"): N_("same department"),
    ("department", "spelling"): N_("the same department spelt otherwise"),
    ("department", "slip"): N_("the same department with a slip in it"),
    ("department", "close"): N_("nearly the same department"),
    ("department", "alike"): N_("similar department"),
    ("department", "different"): N_("different department"),
    ("kvk_number", "exact"): N_("same Chamber of Commerce number"),
    ("kvk_number", "close"): N_("Chamber of Commerce number one digit apart"),
    ("kvk_number", "different"): N_("different Chamber of Commerce number"),
    ("website", "exact"): N_("same website"),
    ("website", "same_name"): N_("website of the same name"),
    ("website", "different"): N_("different website"),
    ("street", "exact"): N_("same street"),
    ("street", "close"): N_("nearly the same street"),
    ("street", "alike"): N_("similar street"),
    ("street", "different"): N_("different street"),
}
# What says nothing of itself is left out of the sentence, not out of the chart.
SILENT = 0.25

# What the records of one block share, by the name of its key in `block.Dropped`.
SHARED: dict[str, str] = {
    "stratum+sound": N_("One company, and last names that sound alike"),
    "stratum+callname": N_("One company and one first name"),
    "stratum+unordered": N_("One company and the same name"),
    "stratum+sound_of_given": N_("One company, and first names that sound alike"),
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
