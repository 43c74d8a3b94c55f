"""How Splink is set up for each corpus, after the examples in its documentation."""

from dataclasses import dataclass
from typing import Any

import splink.comparison_level_library as cll  # ty: ignore[import-not-found]
import splink.comparison_library as cl  # ty: ignore[import-not-found]
from splink import block_on  # ty: ignore[import-not-found]


@dataclass(frozen=True)
class Model:
    """Splink's settings for one corpus.

    `columns` is the reading of the file (SQL expressions by name); `certain` are the
    deterministic rules of the prior, `recall` the share of matches they are thought to find;
    m is estimated by EM on each of `training`.
    """

    columns: dict[str, str]
    comparisons: list[Any]
    blocking: list[Any]
    certain: list[Any]
    training: list[Any]
    recall: float = 0.8


def exact(column: str) -> Any:
    """Equal or not, with term frequencies."""
    return cl.ExactMatch(column).configure(term_frequency_adjustments=True)


def near(column: str, *thresholds: float) -> Any:
    """Equal (with term frequencies) or alike by Jaro-Winkler."""
    levels = cl.JaroWinklerAtThresholds(column, list(thresholds))
    return levels.configure(term_frequency_adjustments=True)


def folded(*columns: str) -> dict[str, str]:
    """Columns in lower case without accents; an empty one is null."""
    return {name: f"nullif(lower(strip_accents(trim(\"{name}\"))), '')" for name in columns}


FEBRL = Model(
    columns=folded(
        "given_name", "surname", "street_number", "address_1", "suburb", "postcode", "state"
    )
    | {name: f"nullif(trim(\"{name}\"), '')" for name in ("date_of_birth", "soc_sec_id")},
    comparisons=[
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison(
            "date_of_birth",
            input_is_string=True,
            datetime_format="%Y%m%d",
            invalid_dates_as_null=False,
        ),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        exact("street_number"),
        near("address_1", 0.9),
        near("suburb", 0.9),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
            term_frequency_adjustments=True
        ),
    ],
    blocking=[
        block_on("soc_sec_id"),
        block_on("given_name"),
        block_on("surname"),
        block_on("date_of_birth"),
        block_on("postcode"),
    ],
    certain=[
        block_on("soc_sec_id"),
        block_on("given_name", "surname", "date_of_birth"),
        "l.given_name = r.surname and l.surname = r.given_name "
        "and l.date_of_birth = r.date_of_birth",
    ],
    training=[block_on("date_of_birth"), block_on("postcode")],
    recall=0.9,
)

FAKE = Model(
    columns=folded("first_name", "surname", "city", "email") | {"dob": "nullif(dob, '')"},
    comparisons=[
        cl.NameComparison("first_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        exact("city"),
        cl.EmailComparison("email"),
    ],
    blocking=[
        block_on("first_name", "city"),
        block_on("surname"),
        block_on("dob"),
        block_on("email"),
        block_on("first_name"),
    ],
    certain=[
        block_on("first_name", "dob"),
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        block_on("email"),
    ],
    training=[block_on("first_name", "surname"), block_on("dob"), block_on("email")],
    recall=0.7,
)

DEDUPE = Model(
    columns=folded("site_name", "address", "zip", "phone")
    | {"site": "nullif(regexp_replace(lower(site_name), '[^a-z0-9 ]', '', 'g'), '')"},
    comparisons=[
        near("site", 0.95, 0.88, 0.8),
        near("address", 0.95, 0.88, 0.8),
        exact("zip"),
        cl.LevenshteinAtThresholds("phone", [1]).configure(term_frequency_adjustments=True),
    ],
    blocking=[
        block_on("phone"),
        block_on("address"),
        block_on("site"),
        block_on("substr(address, 1, 6)"),
        block_on("substr(site, 1, 8)"),
    ],
    certain=[block_on("phone", "substr(site, 1, 5)"), block_on("address", "substr(site, 1, 5)")],
    training=[block_on("phone"), block_on("address"), block_on("site")],
)

RESTAURANT = Model(
    columns=folded("name", "address", "city", "cuisine"),
    comparisons=[
        near("name", 0.95, 0.88, 0.8),
        near("address", 0.95, 0.88, 0.8),
        exact("city"),
        exact("cuisine"),
    ],
    blocking=[
        block_on("name"),
        block_on("address"),
        block_on("substr(name, 1, 4)"),
        block_on("substr(address, 1, 5)"),
    ],
    certain=[block_on("name", "city"), block_on("address", "substr(name, 1, 3)")],
    training=[block_on("name"), block_on("address")],
)

DUTCH = Model(
    columns=folded("FirstName", "Email", "Title")
    | {
        "LastName": "nullif(lower(strip_accents(trim(concat_ws(' ', MiddleName, LastName)))), '')",
        "company": "coalesce(nullif(ParentId, ''), AccountId)",
        "mobile": "nullif(right(regexp_replace(MobilePhone, '[^0-9]', '', 'g'), 9), '')",
        "phone": "nullif(right(regexp_replace(c.Phone, '[^0-9]', '', 'g'), 9), '')",
        "postcode": "nullif(upper(replace(MailingPostalCode, ' ', '')), '')",
    },
    comparisons=[
        cl.NameComparison("FirstName"),
        cl.NameComparison("LastName"),
        cl.EmailComparison("Email"),
        exact("mobile"),
        exact("phone"),
        exact("company"),
        exact("postcode"),
        near("Title", 0.9),
    ],
    blocking=[
        block_on("Email"),
        block_on("mobile"),
        block_on("company", "LastName"),
        block_on("company", "FirstName"),
        block_on("FirstName", "LastName"),
        block_on("phone", "substr(LastName, 1, 3)"),
        "l.company = r.company and l.FirstName = r.LastName",
    ],
    certain=[
        block_on("Email", "LastName"),
        block_on("mobile", "LastName"),
        block_on("company", "FirstName", "LastName"),
    ],
    training=[block_on("Email"), block_on("mobile"), block_on("company", "LastName")],
)

# The columns come cleaned; the levels are those of Kaartenbak's own names.
CLEANED = Model(
    columns={
        name: f"nullif({name}, '')"
        for name in (
            "given",
            "callname",
            "initial",
            "surname",
            "sound",
            "email",
            "mobile",
            "phone",
            "company",
            "postcode",
            "title",
        )
    },
    comparisons=[
        cl.CustomComparison(
            output_column_name="given",
            comparison_levels=[
                cll.NullLevel("given"),
                cll.ExactMatchLevel("given", term_frequency_adjustments=True),
                cll.ExactMatchLevel("callname", term_frequency_adjustments=True),
                cll.JaroWinklerLevel("given", 0.9),
                cll.CustomLevel("initial_l = initial_r and least(len(given_l), len(given_r)) = 1"),
                cll.ElseLevel(),
            ],
        ),
        cl.CustomComparison(
            output_column_name="surname",
            comparison_levels=[
                cll.NullLevel("surname"),
                cll.ExactMatchLevel("surname", term_frequency_adjustments=True),
                cll.JaroWinklerLevel("surname", 0.92),
                cll.CustomLevel("contains(surname_l, surname_r) or contains(surname_r, surname_l)"),
                cll.ExactMatchLevel("sound"),
                cll.ElseLevel(),
            ],
        ),
        cl.EmailComparison("email"),
        exact("mobile"),
        exact("phone"),
        exact("company"),
        exact("postcode"),
        near("title", 0.9),
    ],
    blocking=[
        block_on("email"),
        block_on("mobile"),
        block_on("company", "sound"),
        block_on("company", "callname"),
        block_on("given", "surname"),
        block_on("phone", "sound"),
        "l.company = r.company and l.given = r.surname",
    ],
    certain=[
        block_on("email", "surname"),
        block_on("mobile", "surname"),
        block_on("company", "given", "surname"),
    ],
    training=[block_on("email"), block_on("mobile"), block_on("company", "surname")],
)


def _dupehell(columns: list[str], names: list[str], exacts: list[str]) -> Model:
    """A model of dupehell's records: names compared by likeness, the rest as it is."""
    phone = "nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 12), '')"
    keys = ["email", "phone", "duns_number", "website", "linkedin_url"]
    strong = [key for key in keys if key in columns]
    likeness = {"email": cl.EmailComparison, "first_name": cl.NameComparison}
    comparisons = [
        likeness[name](name) if name in likeness else near(name, 0.92, 0.8) for name in names
    ]
    return Model(
        columns=folded(*columns) | {"phone": phone},
        comparisons=[*comparisons, *(exact(name) for name in exacts)],
        blocking=[*(block_on(key) for key in strong), block_on(*names[:2])],
        certain=[block_on(key, f"substr({names[0]}, 1, 2)") for key in strong],
        training=[block_on(key) for key in strong[:2]],
    )


DUPEHELL = {
    "dupehell_contact": _dupehell(
        ["first_name", "last_name", "email", "phone", "job_title", "company_name", "linkedin_url",
         "city"],
        ["first_name", "last_name", "email", "company_name", "city"],
        ["phone", "job_title", "linkedin_url"],
    ),
    "dupehell_lead": _dupehell(
        ["first_name", "last_name", "email", "phone", "job_title", "company_name", "city"],
        ["first_name", "last_name", "email", "company_name", "city"],
        ["phone", "job_title"],
    ),
    "dupehell_account": _dupehell(
        ["account_name", "duns_number", "phone", "address_line1", "postal_code", "city", "website",
         "industry"],
        ["account_name", "address_line1", "city"],
        ["phone", "duns_number", "website", "postal_code", "industry"],
    ),
}  # fmt: skip

MODELS = DUPEHELL | {
    "cleaned": CLEANED,
    "febrl": FEBRL,
    "fake": FAKE,
    "dedupe": DEDUPE,
    "restaurant": RESTAURANT,
    "dutch": DUTCH,
}
