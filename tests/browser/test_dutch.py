"""Nothing that Streamlit itself writes is English on a Dutch page."""

import re

import at_work
import pytest
from patience import expect
from test_pages import PAGES

# Words that no Dutch text of ours has, and no name in the small company.
ENGLISH = re.compile(
    r"\b(?:the|and|with|choose|select|please|press|expand|collapse|sidebar|heading|navigate|skip|"
    r"close|clear|search|month|year|previous|next|remove|increment|decrement|show|hide|shortcut|"
    r"pages|menu|results?|options?|upload|drag|browse|running|loading|error|outside|allowed|use|"
    r"arrow|dates?|open|value|values|quick|selected|today|home|empty)\b",
    re.IGNORECASE,
)
# What cannot be helped, or is Dutch too.
HELPED = re.compile(r"\b(?:menu|open|weer open|/\S+)\b", re.IGNORECASE)
# All that is said by what is on screen, and not only what is seen of it.
SAID = """() => {
  const found = new Set()
  for (const one of document.querySelectorAll("body *")) {
    if (one.closest("script, style, iframe, svg:not([aria-label])")) continue
    if (!one.checkVisibility()) continue
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-roledescription",
                        "aria-description", "aria-valuetext"]) {
      if (one.getAttribute(name)) found.add(`${name}: ${one.getAttribute(name)}`)
    }
    const text = [...one.childNodes].filter((node) => node.nodeType === 3)
      .map((node) => node.data.trim()).join(" ").trim()
    if (text && one.checkVisibility({ visibilityProperty: true })
        && getComputedStyle(one).fontSize !== "0px" && !one.dataset.testid?.endsWith("Icon")
        && one.translate !== false && !one.closest('[data-testid="stIconMaterial"]')) {
      found.add(`text: ${text}`)
    }
  }
  return [...found]
}"""


@pytest.fixture(scope="module")
def server(serve):
    with serve(at_work.fill) as address:
        yield address


@pytest.fixture
def named(tab, server):
    """Before somebody who said who they are, who is not asked any more."""
    tab.context.add_cookies([{"name": "kaartenbak_name", "value": "Vera", "url": server}])
    return tab


def english(page):
    # The script that says it in our words comes with the page's first elements.
    expect(page.get_by_test_id("stSkipToContent")).to_have_text("Naar de pagina")
    return sorted(one for one in page.evaluate(SAID) if ENGLISH.search(HELPED.sub("", one)))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_english_of_streamlit(tab, server, ready, name):
    tab.goto(server + PAGES[name])
    ready(tab)
    assert english(tab) == []


def test_what_opens_over_a_page_is_dutch(named, server, ready):
    named.goto(f"{server}/findings")
    ready(named)
    named.keyboard.press("2")  # asks why, and until when
    day = named.locator('[data-testid="stDateInput"]').first
    expect(day).to_be_visible()
    ready(named)
    day.get_by_test_id("stDateInputCalendarButton").click()
    expect(named.get_by_test_id("stDateInputCalendar")).to_be_visible()
    named.wait_for_timeout(300)
    assert english(named) == []
    named.keyboard.press("Escape")
    day.get_by_role("spinbutton").first.focus()
    named.keyboard.type("01012020")
    named.keyboard.press("Tab")
    named.wait_for_timeout(500)
    day.get_by_test_id("stDateInputError").hover()
    expect(named.get_by_text("deze dag kan niet")).to_be_visible()
    assert english(named) == []


def test_the_menu_of_a_telephone_is_dutch(tab, server, ready):
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(f"{server}/findings")
    ready(tab)
    assert english(tab) == []
    tab.get_by_test_id("stExpandSidebarButton").click()
    expect(tab.get_by_test_id("stSidebarNavLink").first).to_be_visible()
    assert english(tab) == []


def test_in_english_it_is_as_streamlit_has_it(tab, server, ready):
    tab.goto(f"{server}/findings?lang=EN")
    ready(tab)
    assert "aria-label: App pages" in tab.evaluate(SAID)
