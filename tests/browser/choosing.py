"""Choose in a drop-down."""


def choose(page, ready, label, option):
    """Pick `option` in the drop-down `label`, once the page stands still."""
    ready(page)
    box = page.get_by_role("combobox", name=label)
    box.evaluate("one => one.scrollIntoView({block: 'center'})")  # scrolling closes the list
    page.wait_for_timeout(300)
    box.click()
    page.get_by_role("option", name=option, exact=True).click()
