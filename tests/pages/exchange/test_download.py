DOWNLOAD = "exchange/download.py"


def test_every_list_is_there_with_its_number_of_rows(filled, visit):
    text = visit(DOWNLOAD).text
    for title, rows in (
        ("Bevindingen", 7),
        ("Dubbele kaarten", 2),
        ("Gebruikersnamen", 4),
        ("Opgeschoonde contactpersonen", 6),
        ("Goedkeuringen van wie uit dienst is", 1),
        ("Business Central", 0),
    ):
        assert f"<strong>{title}</strong>" in text
        assert f"<p>{rows} rijen</p>" in text


def test_a_filter_in_the_address_adds_the_filtered_list(filled, visit):
    text = visit(DOWNLOAD, f_check="username_clash").text
    assert "Zoals gefilterd: Gebruikersnaam dubbel." in text
    assert "<p>2 rijen</p>" in text


def test_the_separator_is_a_dutch_one_unless_chosen_otherwise(filled, visit):
    page = visit(DOWNLOAD)
    assert page.app.segmented_control(key="x_separator_nl").value == "semicolon"
    page.app.segmented_control(key="x_separator_nl").set_value("comma").run()
    assert page.app.query_params["x_separator"] == "comma"
