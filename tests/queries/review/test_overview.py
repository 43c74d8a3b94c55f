from datetime import date

from dq.queries.exchange import loads
from dq.queries.review import overview


def test_the_current_load_is_the_newest_with_its_numbers(company_db):
    current = loads.current(company_db)
    assert (current.load_id, current.exported) == (2, date(2026, 11, 23))
    assert (current.contacts, current.accounts) == (6, 3)


def test_an_empty_store_has_no_load(db):
    assert loads.current(db) is None
    assert overview.tiles(db) == {}


def test_a_tile_counts_what_is_open_and_compares_with_the_load_before(company_db):
    tiles = overview.tiles(company_db)
    assert tiles["invalid_email"] == overview.Tile("invalid_email", 0, -1)
    assert tiles["missing_title"] == overview.Tile("missing_title", 1, 1)
    assert tiles["username_clash"] == overview.Tile("username_clash", 2, 0)


def test_the_first_load_has_nothing_to_compare_with(company_db):
    company_db.execute("delete from measure where load_id = 1")
    assert overview.tiles(company_db)["missing_title"].change is None


def test_since_counts_what_the_newest_load_changed(company_db):
    assert overview.since(company_db) == overview.Since(new=1, solved=3, returned=0, under_way=0)


def test_a_returned_finding_counts_as_returned_and_not_as_new(company_db):
    company_db.execute(
        "update finding set first_load = 2, returned_load = 2 where check_id = 'missing_title'"
    )
    assert overview.since(company_db) == overview.Since(new=0, solved=3, returned=1, under_way=0)


def test_the_changes_of_the_tiles_add_up_to_what_the_load_changed(company_db):
    since = overview.since(company_db)
    total = sum(tile.change or 0 for tile in overview.tiles(company_db).values())
    assert total == since.new + since.returned - since.solved


def test_what_was_put_off_until_this_load_is_no_change_of_it(company_db):
    """It was found last week as well, though nothing of it was open when this load came."""
    company_db.execute(
        """
        update finding set first_load = 1 where check_id = 'missing_title';
        update measure set open = 0 where check_id = 'missing_title' and load_id = 1
        """
    )
    assert overview.tiles(company_db)["missing_title"] == overview.Tile("missing_title", 1, 0)
