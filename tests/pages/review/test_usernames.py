USERNAMES = "review/usernames.py"


def test_a_shared_username_is_one_conflict_with_its_way_out(filled, visit):
    page = visit(USERNAMES)
    assert "Gebruikersnaam dubbel (1)" in page.app.selectbox(key="u_kind_nl").options
    assert "De algemene kaart Zuidas Zorg houdt deze gebruikersnaam." in page.text
    assert "Naar Fatima Yildiz" in page.text and "Naar Zuidas Zorg" in page.text


def test_another_kind_of_conflict_has_its_own_address_and_way_out(filled, visit):
    page = visit(USERNAMES, u_kind="username_not_email")
    assert "Maak de gebruikersnaam fatima@zuidas.example" in page.text


def test_no_conflict_is_good_news(filled, visit, change):
    change("update finding set solved_load = 2 where contains(check_id, 'username')")
    assert "Elke gebruikersnaam is in orde" in visit(USERNAMES).app.success[0].value
