"""What the errors of Salesforce mean, and what to do about each.

Tested in tests/intake/answers/test_results.py.
"""

import re
from dataclasses import dataclass

from dq.errors import N_

# What we say of a row that nobody got to; Salesforce itself has no words for it.
UNPROCESSED = "UNPROCESSED: the job stopped before this row"


@dataclass(frozen=True)
class Problem:
    """A kind of error: how to know it, what it means and what to do (message ids)."""

    pattern: str
    meaning: str
    action: str


# The first that fits; the words of the error itself stay visible beside it.
PROBLEMS = {
    "duplicate_rule": Problem(
        "DUPLICATES_DETECTED|use one of these records|duplicate (rule|alert)",
        N_("A duplicate rule in Salesforce takes this for a record that is there already."),
        N_("Search it there first; if it is somebody else, let the administrator allow it."),
    ),
    "duplicate_username": Problem(
        "DUPLICATE_USERNAME|duplicate username|username already exists|username.*in use",
        N_("Somebody else in Salesforce has this username, perhaps in another organisation."),
        N_("Free the username there, or give this person another address."),
    ),
    "relation_there": Problem(
        "already has a relationship|DUPLICATE_VALUE.*AccountContact|duplicate.*AccountContact",
        N_("This contact and account have a relation in Salesforce already."),
        N_("Load a new export of the relations and make a new package."),
    ),
    "duplicate_value": Problem(
        "DUPLICATE_VALUE|duplicate value|duplicate external id|DUPLICATE_EXTERNAL_ID",
        N_("Another record has a value that may exist only once."),
        N_("Look up who has it, and correct one of the two."),
    ),
    "owner_role": Problem(
        r"owner must have a role|NO_ROLE|without (a )?role",
        N_("The owner of the account has no role in Salesforce."),
        N_("Let the administrator give the account's owner a role, then load the row again."),
    ),
    "locked": Problem(
        "UNABLE_TO_LOCK_ROW|unable to obtain exclusive access|lock(ed)? row",
        N_("Somebody else was writing the record at the same moment."),
        N_("Load the row again, in smaller batches if it keeps happening."),
    ),
    "too_long": Problem(
        "STRING_TOO_LONG|data value too large|max(imum)? length",
        N_("A text is longer than the field in Salesforce holds."),
        N_("Shorten it on the card and make a new package."),
    ),
    "picklist": Problem(
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST|restricted picklist|bad value for",
        N_("Salesforce does not know this choice."),
        N_("Set the word that your Salesforce uses for it, under Settings."),
    ),
    "required": Problem(
        "REQUIRED_FIELD_MISSING|required fields? (are|is) missing",
        N_("Salesforce demands a field that is empty."),
        N_("Fill it in on the card and make a new package."),
    ),
    "validation": Problem(
        "FIELD_CUSTOM_VALIDATION_EXCEPTION|validation (rule|error)",
        N_("A validation rule of your organisation refuses it."),
        N_("Its own words say what it wants; correct the card and make a new package."),
    ),
    "deleted": Problem(
        "ENTITY_IS_DELETED|entity is deleted|INVALID_CROSS_REFERENCE_KEY|invalid cross reference",
        N_("The record, or one that it names, is not in Salesforce any more."),
        N_("Load a new export; it shows what became of it."),
    ),
    "bad_id": Problem(
        "MALFORMED_ID|id value of incorrect type|INVALID_ID_FIELD|invalid id",
        N_("An id in the row is none of this kind of record."),
        N_("Choose the object that the package names, and the mapping of the same name."),
    ),
    "not_allowed": Problem(
        "INSUFFICIENT_ACCESS|INVALID_FIELD_FOR_INSERT_UPDATE|insufficient access|not writ(e|a)able",
        N_("Whoever loaded the file may not write this."),
        N_("Let somebody with more rights load the row, or the administrator."),
    ),
    "unknown_field": Problem(
        "INVALID_FIELD|no such column|field name not found",
        N_("Salesforce has no field of this name."),
        N_("Set the API name of your organisation, under Settings."),
    ),
    "wrong_kind": Problem(
        "INVALID_TYPE_ON_FIELD|error converting|INVALID_EMAIL_ADDRESS|invalid email",
        N_("Salesforce cannot read a value."),
        N_("Tick UTF-8 and leave dates as they are in the file; correct an address on the card."),
    ),
    "automation": Problem(
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY|CANNOT_EXECUTE_FLOW_TRIGGER|apex|flow",
        N_("An automation in Salesforce stopped it."),
        N_("Show its words to the administrator."),
    ),
    "full": Problem(
        "LICENSE_LIMIT|STORAGE_LIMIT|REQUEST_LIMIT|limit exceeded",
        N_("A limit of your Salesforce is reached."),
        N_("Ask the administrator, and load the row again later."),
    ),
    "unprocessed": Problem(
        "^UNPROCESSED:",
        N_("Salesforce did not get to it: the job stopped before."),
        N_("Load the row again."),
    ),
    "other": Problem(
        "",
        N_("Salesforce refused it for a reason of its own."),
        N_("Its own words are below; show them to the administrator."),
    ),
}


def problem(error: str) -> str:
    """Which of PROBLEMS an error is."""
    return next(
        name for name, one in PROBLEMS.items() if re.search(one.pattern, error, re.IGNORECASE)
    )
