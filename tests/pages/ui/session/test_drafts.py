import pytest

AGAIN = "What you typed before is here again."
FORMS = {
    "cards/create.py": ({"account": "001A"}, "n_title"),
    "backoffice/leave.py": ({"id": "003A", "by": "003B"}, "l_reason_003A"),
    "cards/general.py": ({"mailbox": "info@zuidas.example", "account": "001C"}, "g_own_003D"),
    "settings/settings.py": ({"s_part": "salesforce"}, "set_address_text"),
}


@pytest.fixture(params=FORMS)
def form(request, filled, visit):
    """A page with a form, how to come back to it, and the key of a field."""
    params, key = FORMS[request.param]
    page = visit(request.param, "en", **params)

    def back():
        page.app.switch_page("settings/help.py").run()
        for name, value in params.items():
            page.app.query_params[name] = value
        page.app.switch_page(request.param).run()

    return page, back, key


def field(page, key):
    [found] = [one for one in (*page.app.text_input, *page.app.text_area) if one.key == key]
    return found


def test_what_was_typed_is_there_when_one_comes_back(form):
    page, back, key = form
    assert AGAIN not in page.text
    field(page, key).set_value("Typed").run()
    assert AGAIN not in page.text
    back()
    assert field(page, key).value == "Typed"
    assert AGAIN in page.text


def test_what_was_typed_can_be_dropped(form):
    page, back, key = form
    before = field(page, key).value
    field(page, key).set_value("Typed").run()
    back()
    [anew] = [one for one in page.app.button if one.label == "Begin anew"]
    anew.click().run()
    assert field(page, key).value == before
    assert AGAIN not in page.text


def test_a_form_in_which_nothing_was_typed_is_as_it_was(form):
    page, back, key = form
    before = field(page, key).value
    back()
    assert field(page, key).value == before
    assert AGAIN not in page.text


def test_what_was_typed_for_one_is_not_there_for_another(filled, visit):
    page = visit("backoffice/leave.py", "en", id="003A", by="003B")
    field(page, "l_reason_003A").set_value("Moved").run()
    page = visit("backoffice/leave.py", "en", id="003C", by="003B")
    assert field(page, "l_reason_003C").value == ""
