"""An export that has somebody still who was removed here brings nobody back, and takes no other."""

import pytest

from dq.commands import forget, results
from dq.domain import everybody, forgotten

OTHER, NEW = "003000000000002AAB", "003000000000007AAG"
WORK = "001000000000001AAA"
HEAD = "Id,FirstName,LastName,Email,MobilePhone,AccountId"
FIRST = f"{HEAD}\n{OTHER},Eva,Bos,eva@x.example,,{WORK}\n"
JAN = f"Jan,de Reus,jan@x.example,06-12345678,{WORK}\n"


def removed(db, name="Jan de Reus"):
    [(id,)] = db.execute("select id from contact where last_name = 'de Reus'").fetchall()
    forget.run(db, forget.Forget(id, name), "anna")
    return id


@pytest.fixture
def made(upload):
    """A card that was made here and is on its way to Salesforce."""
    db = upload.db
    upload.load(accounts=f"Id,Name\n{WORK},Werk\n", contacts=FIRST)
    db.execute(
        "insert into contact (id, first_name, last_name, email, mobile, account_id, version) values"
        " ('kb-9-1', 'Jan', 'de Reus', 'jan@x.example', '06-12345678', '001000000000001AAA', 0)"
    )
    fields = '{"first_name": "Jan", "last_name": "de Reus", "email": "jan@x.example"}'
    db.execute(
        "insert into package_row (key, package_id, record_table, record_id, operation, state,"
        " fields, old, cells) values ('1-01-00001', 1, 'contact', 'kb-9-1', 'insert', 'sent', ?,"
        " '{}', '{}')",
        [fields],
    )
    return upload


@pytest.mark.parametrize(
    ("row", "known"),
    [
        (JAN, True),
        ("JAN,De Reus,JAN@X.example,,\n", True),
        ("Jan,de Reus,ander@x.example,+31612345678,\n", True),
        ("Jan,de Reus,ander@x.example,,001000000000001AAA\n", False),
        ("Jan,de Reus,,,001000000000001AAA\n", False),
        ("Janny,de Reus,jan@x.example,,\n", False),
        ("Jan,de Vries,jan@x.example,06-12345678,\n", False),
    ],
)
def test_who_was_made_here_is_known_by_what_was_sent(made, row, known):
    db = made.db
    removed(db)
    relations = (
        f"Id,ContactId,AccountId\n07k000000000001AAA,{NEW},{WORK}\n"
        f"07k000000000002AAA,{OTHER},{WORK}\n"
    )
    for _week in range(2):
        batch = made.load(contacts=f"{FIRST}{NEW},{row}", relations=relations)
        there = {id for (id,) in db.execute("select id from contact").fetchall()}
        assert there == ({OTHER} if known else {OTHER, NEW})
        related = {
            id for (id,) in db.execute("select contact_id from upstream.relation").fetchall()
        }
        assert related == there
        said = [str(one) for sheet in batch.sheets for one in sheet.remarks]
        assert any(NEW in one and "removed here" in one for one in said) is known
    assert (NEW in forgotten.keys(db)["contact"]) is known


def test_nothing_is_remembered_of_who_was_never_sent(made):
    made.db.execute("delete from package_row")
    removed(made.db)
    [one] = forgotten.listed(made.db)
    assert one.made == ()
    made.load(contacts=f"{FIRST}{NEW},{JAN}")
    assert everybody.of(made.db, NEW).name == "Jan de Reus"


def test_what_is_remembered_tells_nobody(made):
    removed(made.db)
    [(told,)] = made.db.execute("select told from change where command = 'forget'").fetchall()
    assert "jan" not in told.lower() and "reus" not in told.lower() and "12345678" not in told


def test_a_result_of_later_tells_the_key(made):
    removed(made.db)
    text = f'"ID","KAARTENBAK_KEY","STATUS"\r\n"{NEW}","1-01-00001","Item Created"\r\n'
    results.run(made.db, results.Results((("success.csv", text.encode()),)), "anna")
    assert NEW in forgotten.keys(made.db)["contact"]
    made.load(contacts=f"{FIRST}{NEW},Heel,Anders,,,\n")
    assert made.rows("contact", "id") == [(OTHER,)]


def test_what_salesforce_says_of_them_later_is_not_kept(made):
    removed(made.db)
    text = '"KAARTENBAK_KEY","ERROR"\r\n"1-01-00001","DUPLICATE: jan@x.example"\r\n'
    results.run(made.db, results.Results((("error.csv", text.encode()),)), "anna")
    assert made.db.execute("select state, message from package_row").fetchall() == [
        ("failed", None)
    ]


@pytest.mark.parametrize(("contact", "there"), [(OTHER, True), (NEW, False), ("", False)])
def test_what_was_given_to_somebody_else_since_is_loaded(upload, contact, there):
    db, key = upload.db, "005000000000001AAA"
    upload.load(contacts=f"{FIRST}{NEW},{JAN}")
    db.execute("insert into portal_user (id, contact_id, version) values (?, ?, 0)", [key, NEW])
    removed(db)
    upload.load(users=f"Id,ContactId,Username,IsActive\n{key},{contact},x@x.example,true\n"
                f"005000000000002AAA,{OTHER},y@x.example,true\n")  # fmt: skip
    assert (key in {id for (id,) in upload.rows("portal_user", "id")}) is there


@pytest.mark.parametrize(
    "sent",
    [
        {"phone": "0182-218800", "account_id": WORK},
        {"account_id": WORK},
        {"phone": "0182-218800"},
        {},
    ],
)
def test_a_namesake_at_the_same_company_is_somebody_else(sent):
    made = forgotten.made([{"first_name": "Jan", "last_name": "de Reus"} | sent])
    assert made == []


def test_an_upload_that_says_not_whose_it_is_leaves_what_is_somebody_elses(upload):
    db, key = upload.db, "005000000000001AAA"
    upload.load(contacts=f"{FIRST}{NEW},{JAN}")
    db.execute("insert into portal_user (id, contact_id, version) values (?, ?, 0)", [key, NEW])
    removed(db)
    text = "Id,Username,IsActive\n{},x@x.example,true\n005000000000002AAA,y@x.example,true\n"
    upload.load(users=text.format(key))
    assert key not in {id for (id,) in upload.rows("portal_user", "id")}
    db.execute("insert into portal_user (id, contact_id, version) values (?, ?, 0)", [key, OTHER])
    upload.load(users=text.format(key))
    assert key in {id for (id,) in db.execute("select id from upstream.portal_user").fetchall()}


def test_a_key_in_capitals_is_the_same(upload):
    key = "003000000000AbCAA2"
    upload.load(contacts=f"{FIRST}{key},{JAN}")
    removed(upload.db)
    upload.load(
        bc_contacts="No.,Name,E-Mail,External ID,Blocked\n"
        f"CT1,Jan de Reus,jan@x.example,{key.upper()},false\n"
        f"CT2,Eva Bos,eva@x.example,{OTHER.upper()},false\n"
    )
    assert upload.rows("bc_contact", "id") == [("CT2",)]


AMOUNT = "12345678901"
GUID, NEAR = (f"018f1234-5678-7{one * 3}-8000-000000000001" for one in "ab")
# Every way in which a key of Salesforce is read as the same.
FORMS = (
    *("{key}", "{short}", " {key} ", "'{key}", '"=""{key}"""', "{upper}", "{lower}"),
    *("https://org.example/{key}", "https://org.example/lightning/r/Contact/{key}/view"),
    *("https://org.example/{short}", "https://org.example/r?id={key}"),
    '"=HYPERLINK(""https://org.example/{key}"",""Jan"")"',
)


@pytest.mark.parametrize("form", FORMS)
def test_a_key_in_every_form_that_is_read_is_the_same(upload, form):
    key, other = "003000000000AbCAAU", "003000000000AbDAAU"
    forms = {"key": key, "short": key[:15], "upper": key.upper(), "lower": key.lower()}
    cell = form.format(**forms)
    rows = f"{FIRST}{other},Ida,Bos,ida@x.example,,\n"
    upload.load(contacts=f"{rows}{cell},{JAN}")
    assert key in {id for (id,) in upload.rows("contact", "id")}  # it is read as this key
    removed(upload.db)
    upload.load(contacts=f"{rows}{cell},{JAN}")
    there = {id for (id,) in upload.rows("contact", "id")}
    assert there == {OTHER, other}


@pytest.mark.parametrize(
    ("key", "other", "cell"),
    [
        *((AMOUNT, "12345678902", form) for form in ("12.345.678.901", "{key},00", "{key}.0")),
        *((GUID, NEAR, form) for form in ("{key}", "{upper}", "{{{key}}}")),
        ("CONTACT-0000-0001-1", "CONTACT-0000-0001-2", "{key}"),
        ("0001234", "0001235", "1234"),
    ],
)
def test_a_key_of_another_system_is_itself_alone(upload, key, other, cell):
    head = "Id,FirstName,LastName,Email\n"
    rows = f"{other},Eva,Bos,eva@x.example\n"
    upload.load(contacts=f"{head}{rows}{key},Jan,de Reus,jan@x.example\n")
    removed(upload.db)
    text = cell.format(key=key, upper=key.upper())
    text = f'"{text}"' if "," in text else text
    if text == key.lstrip("0"):  # as all keys are where a spreadsheet took them for numbers
        rows = rows.lstrip("0")
    upload.load(contacts=f"{head}{rows}{text},Jan,de Reus,jan@x.example\n")
    assert upload.rows("contact", "last_name") == [("Bos",)]


def test_the_first_of_several_keys_in_a_cell_is_seen(upload):
    head, rows = "Id,FirstName,LastName,Email\n", "7654321,Eva,Bos,eva@x.example\n"
    upload.load(contacts=f"{head}{rows}1234567,Jan,de Reus,jan@x.example\n")
    removed(upload.db)
    upload.load(
        users="Id,ContactId,Username,IsActive\n"
        "u1,1234567;7654321,jan@x.example,true\nu2,7654321,eva@x.example,true\n"
    )
    assert upload.rows("portal_user", "id") == [("u2",)]


def test_a_list_without_keys_brings_nobody_back(upload):
    text = "Voornaam,Achternaam,E-mail\nJan,de Reus,jan@x.example\nEva,Bos,eva@x.example\n"

    upload.carry_out(upload.read(lijst=text, said={"lijst.csv": "contact"}))
    removed(upload.db)
    upload.carry_out(upload.read(lijst=text, said={"lijst.csv": "contact"}))
    assert upload.rows("contact", "last_name") == [("Bos",)]
