"""What was repaired by itself is listed after a load, and undone: one, or all of it at once."""

from dq.commands import set as set_
from dq.commands.set import Set
from dq.store import opening
from pages.exchange.parts import repairs

UPLOAD = "exchange/upload.py"
SLIPS = "Id,AccountId,FirstName,LastName,Email,Title,Status\n" + "".join(
    f"003{n},001A,Vera,Bos{n},vera{n}@gmial.com,Planner,Actief\n" for n in range(3)
)


def switched_on(path):
    db = opening.connect(path)
    set_.run(db, Set("repairs", True), "vera")
    opening.close(db)


def loaded(visit):
    page = visit(UPLOAD, "en")
    page.app.file_uploader[0].upload("contacts.csv", SLIPS.encode())
    page.app.run()
    for box in page.app.checkbox:
        if (box.key or "").startswith("up_sure"):
            box.check().run()
    page.app.button(key="up_load").click().run()
    return page


def undos(page):
    return [one for one in page.app.button if (one.key or "").startswith("repair_undo_")]


def read(path, sql):
    db = opening.connect(path)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def emails(path):
    return {one.partition("@")[2] for (one,) in read(path, "select email from contact")}


def test_a_repair_says_of_whom_it_is(path, visit):
    switched_on(path)
    page = visit(UPLOAD, "en")
    damaged = SLIPS.replace("gmial", "gmail").replace("Vera,Bos0", "RenÃ©,Bos0")
    page.app.file_uploader[0].upload("contacts.csv", damaged.encode())
    page.app.run()
    page.app.button(key="up_load").click().run()
    assert "Bos0: “RenÃ©” becomes “René”." in page.text


def test_nothing_is_repaired_as_long_as_nobody_wants_so(path, visit):
    page = loaded(visit)
    assert "Loaded and checked" in page.text and undos(page) == []
    assert emails(path) == {"gmial.com"}


def test_repairs_are_listed_and_undone_one_by_one_or_all_at_once(path, visit):
    switched_on(path)
    page = loaded(visit)
    assert emails(path) == {"gmail.com"}
    assert "3 repairs made by themselves after this export" in page.text
    assert "vera0@gmail.com" in page.text and len(undos(page)) == 3
    undos(page)[0].click().run()
    assert len(undos(page)) == 2 and "it is not done by itself again" in page.text
    assert emails(path) == {"gmail.com", "gmial.com"}
    assert "2 repairs were made by themselves" in visit("review/overview.py", "en").text
    page.app.button(key="repairs_undo").click().run()
    assert emails(path) == {"gmial.com"} and undos(page) == []
    assert "made by themselves" not in visit("review/overview.py", "en").text
    history = visit("settings/history.py", "en", h_actor="automatic")
    told = str([one.body for one in history.app.get("html")])
    assert "4 changes" in history.text and told.count("by Kaartenbak itself") == 4
    assert "Repaired by itself" in told and "3 repairs" in told


def test_the_switch_is_on_the_page_of_settings(path, visit):
    loaded(visit)
    page = visit("settings/settings.py", "en", s_part="work")
    page.app.toggle(key="set_repairs").set_value(True)
    page.app.number_input(key="set_repairs_most").set_value(2)
    page.app.button(key="set_repairs_save").click().run()
    assert read(path, "select name, value from setting order by name") == [
        ("repairs", "true"),
        ("repairs_most", "2"),
    ]
    page.app.button(key="done_undo").click().run()
    assert read(path, "select 1 from setting") == []
    assert page.app.toggle(key="set_repairs").value is False


def test_many_repairs_are_on_pages(path, visit, monkeypatch):
    monkeypatch.setattr(repairs, "PAGE", 2)
    switched_on(path)
    assert len(undos(loaded(visit))) == 2
    assert len(undos(visit(UPLOAD, "en", r_page="2"))) == 1
