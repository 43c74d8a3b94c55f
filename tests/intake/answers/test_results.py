"""Result files are understood in every layout, and each error is explained."""

import pytest

from dq.errors import Invalid
from dq.intake.answers import problems, results

SOAP = (
    b'"ID","KAARTENBAK_KEY","Id","Title","STATUS"\r\n'
    b'"003000000000001AAA","1-05-00001","003000000000001AAA","Hoofd","Item Updated"\r\n'
)
SOAP_ERROR = (
    b'"KAARTENBAK_KEY","Id","Title","ERROR"\r\n'
    b'"1-05-00002","003000000000002AAA","B\xc3\xa9","Required fields are missing: [LastName]"\r\n'
)
BULK = (
    b'"sf__Id","sf__Created","KAARTENBAK_KEY","LastName"\n'
    b'"003000000000003AAA","true","1-04-00001","Smit"\n'
)
BULK_ERROR = (
    b'"sf__Id","sf__Error","KAARTENBAK_KEY","LastName"\n'
    b'"","DUPLICATES_DETECTED:Use one of these records?:--","1-04-00002","Smit"\n'
)


@pytest.mark.parametrize(
    ("content", "key", "id", "error"),
    [
        (SOAP, "1-05-00001", "003000000000001AAA", None),
        (SOAP.decode().encode("utf-16"), "1-05-00001", "003000000000001AAA", None),
        (b"\xef\xbb\xbf" + BULK, "1-04-00001", "003000000000003AAA", None),
        (SOAP_ERROR, "1-05-00002", "003000000000002AAA", "Required fields are missing: [LastName]"),
        (SOAP_ERROR.decode().encode("cp1252"), "1-05-00002", "003000000000002AAA",
         "Required fields are missing: [LastName]"),
        (SOAP.replace(b",", b";"), "1-05-00001", "003000000000001AAA", None),
        (BULK.replace(b",", b"\t").replace(b'"', b""), "1-04-00001", "003000000000003AAA", None),
        (BULK.replace(b"1-04", b"\xe2\x80\x8b1-04").replace(
            b"003000000000003AAA", b"003000000000003AAA\xc2\xa0"
        ), "1-04-00001", "003000000000003AAA", None),
        (BULK_ERROR, "1-04-00002", None, "DUPLICATES_DETECTED:Use one of these records?:--"),
    ],
)  # fmt: skip
def test_a_result_file_is_understood(content, key, id, error):
    [told] = results.read("x.csv", content)
    assert (told.key, told.id, told.error) == (key, id, error)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "x.csv is empty"),
        (b"Id,LastName\n1,Smit\n", "not a success or error file"),
        (b"Id,LastName,Status\n1,Smit,Actief\n", "not a success or error file"),
        (b'PK\x03\x04"\x00\x00\xff', "x.csv is not an Excel workbook, or it is damaged"),
        (
            SOAP + b'"003","1-05-0',
            "Row 3 of x.csv cannot be read; choose the file as it was written",
        ),
        (SOAP + b"1,2\r\n", "Row 3 of x.csv cannot be read"),
    ],
)
def test_another_file_is_refused(content, said):
    with pytest.raises(Invalid, match=said):
        results.read("x.csv", content)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("DUPLICATES_DETECTED: Use one of these records?", "duplicate_rule"),
        ("Duplicate Username.\nThe username already exists", "duplicate_username"),
        ("DUPLICATE_USERNAME:Duplicate Username.<br>:Username --", "duplicate_username"),
        ("This contact already has a relationship with this account.", "relation_there"),
        ("DUPLICATE_VALUE:duplicate value found: Username__c duplicates", "duplicate_value"),
        ("portal account owner must have a role", "owner_role"),
        ("UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record", "locked"),
        ("STRING_TOO_LONG:Last Name: data value too large: x (max length=80)", "too_long"),
        ("bad value for restricted picklist field: Weg", "picklist"),
        ("REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]", "required"),
        ("FIELD_CUSTOM_VALIDATION_EXCEPTION:Telefoon verplicht", "validation"),
        ("ENTITY_IS_DELETED:entity is deleted", "deleted"),
        ("MALFORMED_ID:Account ID: id value of incorrect type: 003x", "bad_id"),
        ("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "not_allowed"),
        ("INVALID_FIELD_FOR_INSERT_UPDATE:Unable to create/update fields: IsDirect", "not_allowed"),
        ("INVALID_FIELD:No such column 'Kind__c' on entity 'Contact'", "unknown_field"),
        ("Error converting value to correct data type: 24-11-2026", "wrong_kind"),
        ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY:ContactTrigger", "automation"),
        ("LICENSE_LIMIT_EXCEEDED", "full"),
        ("UNPROCESSED: the job stopped before this row", "unprocessed"),
        ("Iets heel anders", "other"),
    ],
)  # fmt: skip
def test_an_error_is_recognised(error, kind):
    assert problems.problem(error) == kind
