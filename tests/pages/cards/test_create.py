"""The page of a new card: the username shown, lookalikes first, everything kept on a refusal."""

import pytest

CREATE = "cards/create.py"


def fill(page, **values):
    for name, value in values.items():
        page.app.text_input(key=f"n_{name}").set_value(value)
    page.app.run()
    return page


def form(page):
    return {
        one.key.removeprefix("n_"): one.value
        for one in page.app.text_input
        if one.key.startswith("n_") and one.value
    }


@pytest.mark.parametrize(
    ("text", "filled_in"),
    [
        ("ans@bouw.nl", {"email": "ans@bouw.nl"}),
        ("06 12341234", {"mobile": "06 12341234"}),
        ("+49 30 123456", {"mobile": "+49 30 123456"}),
        ("030 1234567", {"phone": "030 1234567"}),
        ("0031 30 1234567", {"phone": "0031 30 1234567"}),
        ("0035g00000ABCde", {}),
        ("Smit", {"last_name": "Smit"}),
        ("Ans Smit", {"first_name": "Ans", "last_name": "Smit"}),
        (
            "Ans van der Smit",
            {"first_name": "Ans", "middle_name": "van der", "last_name": "Smit"},
        ),
        (
            "Ans Smit de Boer",
            {"first_name": "Ans", "last_name": "Smit de Boer"},
        ),
        (
            "Ans uyt den v.d. Smit",
            {"first_name": "Ans", "middle_name": "uyt den v.d.", "last_name": "Smit"},
        ),
        ("Ans van Das", {"first_name": "Ans", "middle_name": "van", "last_name": "Das"}),
        ("Ans Das", {"first_name": "Ans", "last_name": "Das"}),
    ],
    ids=[
        "address",
        "number",
        "abroad",
        "land_line",
        "land_line_abroad",
        "id",
        "surname",
        "name",
        "particles",
        "two_surnames",
        "less_usual_particles",
        "surname_that_may_be_one",
        "nothing_but_that",
    ],
)
def test_what_was_typed_in_the_search_is_filled_in(filled, visit, text, filled_in):
    assert form(visit(CREATE, "en", text=text, account="001A")) == filled_in


def test_the_username_follows_from_the_address_and_has_no_field(filled, visit):
    page = fill(visit(CREATE, "en", account="001A"), email="nieuw@bakker.example")
    assert "Still free (by this export)" in page.text
    assert "username" not in form(page)
    assert [one.key for one in page.app.text_input if "username" in (one.key or "")] == []


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("ster@", "not a valid e-mail address"),
        ("ans@gmial.com", "Did you mean ans@gmail.com?"),
        ("planning@bakker.example", "looks like a shared mailbox"),
        ("fatima@zuidas.example", "Still free (by this export)"),
        ("Info@zuidas.example", "Taken: it is the username of"),
        ("piet@zuidas.example", "Taken: Piet Vertrokken is no longer active but holds it."),
    ],
    ids=["no_address", "slip", "mailbox", "free", "taken", "taken_by_a_leaver"],
)
def test_what_is_said_of_an_address(filled, visit, email, said):
    assert said in fill(visit(CREATE, "en", account="001C"), email=email).text


def test_a_slip_is_put_right_with_one_click(filled, visit):
    page = fill(visit(CREATE, "en", account="001A"), email="ans@gmial.com")
    page.app.button(key="n_fix").click().run()
    assert form(page)["email"] == "ans@gmail.com"


def test_a_card_is_made_and_shown_and_can_be_undone(filled, visit, stored):
    page = visit(CREATE, "en", text="Ans Smit", account="001A")
    fill(page, title="Planner", email="ans.smit@bakker.example")
    page.app.button(key="save").click().run()
    [(id, username, account)] = stored(
        "select id, username, account_id from contact where last_name = 'Smit'"
    )
    assert (username, account) == ("ans.smit@bakker.example", "001A")
    assert page.app.title[0].value == "Ans Smit"
    assert page.app.query_params["id"] == id
    assert "Card of Ans Smit is made." in page.text
    assert "not in Salesforce yet" in page.text
    assert stored("select actor from change") == [("Vera",)]
    page.app.button(key="done_undo").click().run()
    assert stored("select 1 from contact where last_name = 'Smit'") == []


def test_after_one_card_the_form_is_empty_for_the_next(filled, visit):
    page = visit(CREATE, "en", text="Ans Smit", account="001A")
    fill(page, title="Planner", email="ans.smit@bakker.example")
    page.app.button(key="save").click().run()
    page.app.query_params.clear()
    page.app.switch_page(CREATE).run()
    assert form(page) == {}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": "", "email": "a@bakker.example"}, "Job title is needed"),
        ({"title": "Planner", "email": ""}, "E-mail is needed"),
        ({"title": "Planner", "email": "piet@zuidas.example"}, "username of Piet Vertrokken"),
    ],
    ids=["no_title", "no_address", "username_taken"],
)
def test_a_refusal_is_said_and_everything_typed_stays(filled, visit, stored, values, said):
    page = visit(CREATE, "en", text="Ans Smit", account="001A")
    before = form(fill(page, **values))
    page.app.button(key="save").click().run()
    assert said in page.app.error[0].value.replace("\\", "")
    assert form(page) == before
    assert stored("select 1 from contact where last_name = 'Smit'") == []
    assert stored("select 1 from change") == []


def test_without_an_account_nothing_is_made(filled, visit, stored):
    page = visit(CREATE, "en", text="Ans Smit")
    fill(page, title="Planner", email="ans.smit@bakker.example")
    page.app.button(key="save").click().run()
    assert "Choose the account first." in page.app.error[0].value
    assert stored("select 1 from change") == []


def test_an_account_is_found_by_typing_and_stays_in_the_address(filled, visit):
    page = visit(CREATE, "en", text="Ans Smit")
    page.app.text_input(key="n_at_text").set_value("zuid").run()
    page.app.button(key="n_at_take_001C").click().run()
    assert page.app.query_params["account"] == "001C"
    assert form(page)["last_name"] == "Smit"


def test_who_is_likely_there_already_is_shown_and_a_reason_is_asked(filled, visit, stored):
    page = visit(CREATE, "en", text="Johanna van der Bergh", account="001A")
    fill(page, title="Planner", email="johanna@bakker.example", mobile="06 12345678")
    assert "Likely there already." in page.text
    assert page.app.container(key="n_alike_003A")
    page.app.button(key="save").click().run()
    assert "Say why this is somebody else" in page.app.error[0].value
    assert stored("select 1 from change") == []
    page.app.text_area(key="n_reason").set_value("moeder en dochter").run()
    page.app.button(key="save").click().run()
    assert stored("select command, reason from change") == [("create", "moeder en dochter")]
    assert ("003A", False) in stored("select left_id, same from decision")


def test_a_look_at_another_card_costs_nothing_of_what_was_typed(filled, visit):
    page = fill(visit(CREATE, "en", account="001A"), last_name="Nieuw", title="Planner")
    page.app.switch_page("cards/search.py").run()
    page.app.query_params["account"] = "001A"
    page.app.switch_page(CREATE).run()
    assert form(page) == {"last_name": "Nieuw", "title": "Planner"}


def test_what_is_too_long_or_no_number_is_said(filled, visit, stored):
    page = visit(CREATE, "en", text="Ans Smit", account="001A")
    fill(page, title="Planner", email="ans.smit@bakker.example", mobile="abc")
    page.app.button(key="save").click().run()
    assert "Mobile: abc cannot be a phone number." in page.text
    fill(page, mobile="06-1234567", department="x" * 81)
    assert "06-1234567 is not a valid phone number." in page.text
    page.app.button(key="save").click().run()
    assert "Department may have at most 80 characters." in page.text
    assert stored("select 1 from change") == []
