"""Two more tools on the same data: goldenmatch as it configures itself, custmatch with 300 labels.

custmatch learns from pairs that somebody answered, so it is an anchor: what 300 answers bring. Both
read one flat file; of a CRM that is the contacts with their company's name.
"""

import json
from pathlib import Path

import duckdb

from bench.corpora import OUT, Corpus
from bench.matching.tools import SCRIPTS, Tool, kaartenbak_answer

# Bigger files took these more than ten minutes, or more memory than there is.
MOST = 100_000
LABELS = 300

FLAT = """
    copy (
        select
            c.Id as id, c.FirstName as first_name,
            nullif(trim(concat_ws(' ', c.MiddleName, c.LastName)), '') as last_name,
            c.Email as email, c.MobilePhone as mobile, c.Phone as phone, c.Title as title,
            coalesce(top.Name, a.Name) as company,
            c.MailingPostalCode as postal_code, c.MailingCity as city
        from read_csv('{folder}/contacts.csv', all_varchar = true) as c
        left join read_csv('{folder}/accounts.csv', all_varchar = true) as a on a.Id = c.AccountId
        left join read_csv('{folder}/accounts.csv', all_varchar = true) as top
            on top.Id = a.ParentId
        order by c.Id
    ) to '{target}' (header)
"""
# Per corpus custmatch's name for each column; what it has none for is compared as told.
CUSTMATCH = {
    "dutch": (
        {"first_name": "first_name", "last_name": "last_name", "email": "email", "phone": "mobile"},
        {"company": "similarity", "postal_code": "exact", "line": "exact", "title": "similarity"},
        [["last_name", "company"], ["first_name", "company"]],
    ),
    "febrl": (
        {"first_name": "given_name", "last_name": "surname", "date_of_birth": "date_of_birth",
         "addr_number": "street_number", "addr_street": "address_1", "ssn": "soc_sec_id"},
        {"suburb": "similarity", "postcode": "exact"},
        [["last_name", "date_of_birth"], ["postcode"]],
    ),
    "fake": (
        {"first_name": "first_name", "last_name": "surname", "date_of_birth": "dob",
         "email": "email"},
        {"city": "similarity"},
        [["last_name", "city"], ["first_name", "city"]],
    ),
    "dedupe": (
        {"first_name": "site_name", "address": "address", "phone": "phone"},
        {"zip": "exact"},
        [["phone"], ["zip"]],
    ),
    "restaurant": (
        {"first_name": "name", "address": "address"},
        {"city": "similarity"},
        [["addr_street"], ["first_name"]],
    ),
    "dupehell_contact": (
        {"first_name": "first_name", "last_name": "last_name", "email": "email", "phone": "phone"},
        {"company_name": "similarity", "city": "similarity", "job_title": "exact",
         "linkedin_url": "exact"},
        [["linkedin_url"], ["last_name", "company_name"]],
    ),
    "dupehell_lead": (
        {"first_name": "first_name", "last_name": "last_name", "email": "email", "phone": "phone"},
        {"company_name": "similarity", "city": "similarity", "job_title": "exact"},
        [["last_name", "company_name"]],
    ),
    "dupehell_account": (
        {"first_name": "account_name", "address": "address_line1", "phone": "phone"},
        {"duns_number": "exact", "website": "exact", "city": "similarity", "postal_code": "exact"},
        [["duns_number"], ["website"], ["postal_code"]],
    ),
}  # fmt: skip
# What a column of ours is called in the file, where that is not its name.
CALLED = {"line": "phone"}


def flat(corpus: Corpus) -> Path:
    """The records in one file, with a column `id`."""
    if not corpus.generated:
        return corpus.path
    target = OUT / "flat" / f"{corpus.name}.csv"
    contacts = corpus.path / "contacts.csv"
    if not target.exists() or target.stat().st_mtime < contacts.stat().st_mtime:
        target.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as db:
            db.execute(FLAT.format(folder=corpus.path, target=target))
    return target


def goldenmatch(corpus: Corpus, folder: Path) -> list[str]:
    """goldenmatch on its own."""
    python = str(OUT / "goldenmatch" / "bin" / "python")
    files = ["--input", str(flat(corpus)), "--output", str(folder)]
    return [python, str(SCRIPTS / "goldenmatch_run.py"), *files]


def custmatch(corpus: Corpus, folder: Path) -> list[str]:
    """custmatch, with as many of its own candidate pairs answered as it asks for."""
    python = str(OUT / "custmatch" / "bin" / "python")
    files = ["--input", str(flat(corpus)), "--truth", str(corpus.truth), "--output", str(folder)]
    labels = ["--labels", str(LABELS), "--columns", json.dumps(configured(corpus.model))]
    return [python, str(SCRIPTS / "custmatch_run.py"), *files, *labels]


def configured(model: str) -> dict[str, object]:
    """What custmatch is told of a corpus."""
    own, others, keys = CUSTMATCH[model]
    columns = {"record_id": "id"} | own | {name: CALLED.get(name, name) for name in others}
    extra = [{"name": name, "compare": how} for name, how in others.items()]
    return {"columns": columns, "extra_fields": extra, "extra_blocking": keys, "max_block": 200}


GOLDENMATCH = Tool("goldenmatch", goldenmatch, kaartenbak_answer)
CUSTMATCHED = Tool("custmatch", custmatch, kaartenbak_answer)
EVERY = {"goldenmatch": GOLDENMATCH, "custmatch": CUSTMATCHED}
