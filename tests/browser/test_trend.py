"""The trend tells its scores to whoever asks."""

import re

from patience import expect


def test_the_newest_score_is_in_sight_and_the_arrows_tell_the_others(page, server, ready):
    page.goto(server)
    ready(page)
    trend = page.get_by_role("slider", name="Score per export")
    newest = re.compile(r"^\d+,\d\s%$")
    label = trend.locator(".value")
    expect(label).to_have_text(newest)
    trend.focus()
    page.keyboard.press("ArrowLeft")
    expect(label).to_have_text(re.compile(r"2026: \d+,\d\s%$"))
    expect(trend).to_have_attribute("aria-valuenow", "1")
    expect(trend).to_have_attribute("aria-valuetext", label.inner_text())
    trend.blur()
    expect(label).to_have_text(newest)


def test_the_pointer_tells_the_score_under_it(page, server, ready):
    page.goto(server)
    ready(page)
    trend = page.get_by_role("slider", name="Score per export")
    trend.hover(position={"x": 5, "y": 40})
    expect(trend).to_have_attribute("aria-valuenow", "1")
    page.mouse.move(5, 5)
    expect(trend).to_have_attribute("aria-valuenow", "2")


def test_no_score_covers_the_line_on_a_telephone(page, server, ready):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(server)
    ready(page)
    trend = page.get_by_role("slider", name="Score per export")
    trend.focus()
    for key in ("End", "Home"):
        page.keyboard.press(key)
        assert trend.evaluate(COVERED) == []


# The points of the drawn line, a pixel apart, that are under the label.
COVERED = """(plot) => {
  const label = plot.querySelector(".value").getBoundingClientRect()
  const line = plot.querySelector("polyline"), box = plot.getBoundingClientRect()
  const length = line.getTotalLength()
  return [...Array(400).keys()].map((at) => line.getPointAtLength(length * at / 399))
    .map(({ x, y }) => ({ x: box.left + x * box.width / 100, y: box.top + y * box.height / 100 }))
    .filter(({ x, y }) => x > label.left && x < label.right && y > label.top && y < label.bottom)
}"""
