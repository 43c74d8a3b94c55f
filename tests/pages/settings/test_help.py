from dq.checks import all_checks


def test_the_working_instruction_is_there_in_both_languages(path, visit):
    assert "Kijk voordat je aanmaakt" in visit("settings/help.py").text
    assert "Look before you create" in visit("settings/help.py", "en").text


def test_every_check_is_explained(path, visit):
    text = visit("settings/help.py").text
    for check in all_checks().values():
        assert f"findings?f_check={check.id}" in text
