from dq.intake import Sheet
from pages.exchange.parts import sheets


def test_signs_that_nobody_sees_are_told():
    sheet = Sheet("a.csv", ["Id"], 1, 2, object="contact", invisible=1)
    assert sheets.counted(sheet).split(" · ")[-1].startswith("1 ")
    sheet.invisible = 1200
    assert sheets.counted(sheet).split(" · ")[-1].startswith("1.200 ")
