"""Three people of the office whose addresses have a slip in the domain, in every export."""

SLIPS = ("jan", "eva", "mia")


def mistype(db):
    """Let their addresses have the slip, here and in Salesforce."""
    for id in SLIPS:
        for table in ("main.contact", "upstream.contact"):
            db.execute(f"update {table} set email = ? where id = ?", [f"{id}@gmial.com", id])


def emails(db):
    """The domain of each one's address."""
    rows = db.execute(
        "select id, email from contact where list_contains($ids, id)", {"ids": list(SLIPS)}
    ).fetchall()
    return {id: email.partition("@")[2] for id, email in rows}
