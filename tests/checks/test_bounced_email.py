"""Cards in service whose mail came back."""

from rows import cases, contact, left

BOUNCED = {"bounced": "2026-11-02 09:30:00", "bounce_reason": "550 mailbox unavailable."}


def there(id, **values):
    return "upstream.contact", {"id": id, "email": f"{id}@acme.example", **values}


@cases(
    date_and_reason=(
        [contact("a", **BOUNCED)],
        [("a", None, "2026-11-02: 550 mailbox unavailable")],
    ),
    date_alone=([contact("a", bounced="2026-11-02 09:30:00")], [("a", None, "2026-11-02")]),
    reason_alone=([contact("a", bounce_reason=" 550 ")], [("a", None, "550")]),
    nothing=([contact("a")], []),
    spaces=([contact("a", bounce_reason="  ")], []),
    the_same_address_there=(
        [contact("a", bounced="2026-11-02"), there("a", email=" A@acme.example")],
        [("a", None, "2026-11-02")],
    ),
    corrected_here=([contact("a", **BOUNCED), there("a", email="old@acme.example")], []),
    filled_in_here=([contact("a", **BOUNCED), there("a", email=None)], []),
    without_an_address=([contact("a", email=None, **BOUNCED)], []),
    left_the_company=([left("a", **BOUNCED)], []),
    inactive=([contact("a", status="inactive", **BOUNCED)], []),
    nobodys_address=(
        [*[contact(f"{n:02}", email="x@y.invalid", **BOUNCED) for n in range(12)]],
        [],
    ),
)
def test_bounced_email(find, rows, expected):
    assert find(rows) == expected
