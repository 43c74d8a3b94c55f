"""A line of scores over the loads, with the target it should reach."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dq.words import formats
from pages.ui.words.i18n import language, plain

HTML = """
<figure><div class="plot"></div><figcaption><span></span><span></span></figcaption></figure>
"""
CSS = """
figure { margin: 1.4rem 0 0; font-family: var(--st-font); color: var(--st-text-color) }
.plot { position: relative; height: 84px; margin: 0 6px; border-radius: 2px; cursor: default;
  touch-action: pan-y }
.plot:focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 6px }
svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible }
.line { fill: none; stroke: var(--st-link-color); stroke-width: 2.5; stroke-linejoin: round }
.target { stroke: currentColor; stroke-opacity: .55; stroke-dasharray: 4 4 }
.line, .target { vector-effect: non-scaling-stroke }
.point, .dot { position: absolute; border-radius: 50%; background: var(--st-link-color) }
.point { width: 5px; height: 5px; margin: -2.5px }
.dot { width: 11px; height: 11px; margin: -5.5px }
.value { position: absolute; padding: 0 .3rem; border-radius: 3px; font-size: .8rem;
  font-weight: 600; line-height: 1.4; white-space: nowrap; pointer-events: none;
  background: var(--st-background-color) }
.aim { position: absolute; font-size: .75rem; white-space: nowrap; transform: translateY(-110%);
  background: var(--st-background-color) }
.aim.under { transform: translateY(10%) }
figcaption { display: flex; justify-content: space-between; padding-top: .2rem; font-size: .75rem }
"""
# Everything is drawn from numbers, and texts are set as text. A slider, because that is what it
# is to the keyboard and to a screen reader: one stop, and the arrows walk along the exports.
JS = """
export default function ({ data, parentElement }) {
  const svgns = "http://www.w3.org/2000/svg"
  const plot = parentElement.querySelector(".plot")
  const values = data.points.map((point) => point.value)
  const last = values.length - 1
  const low = Math.min(...values, data.target), high = Math.max(...values, data.target)
  const room = (high - low) * 0.15 || 0.01
  const y = (value) => 100 * (1 - (value - low + room) / (high - low + 2 * room))
  const x = (index) => last ? 100 * index / last : 100
  const draw = (name, attributes) => {
    const element = document.createElementNS(svgns, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    svg.append(element)
  }
  const place = (name, left, top, text = "") => {
    const element = document.createElement("span")
    element.className = name
    element.style.left = `${left}%`
    element.style.top = `${top}%`
    element.textContent = text
    return element
  }
  // The score somewhere between the exports, at a share of the width.
  const along = (share) => {
    const left = Math.floor(share * last), right = Math.min(left + 1, last)
    return values[left] + (values[right] - values[left]) * (share * last - left)
  }
  // The target's name stands where the line is not: from the left, above the target or under it.
  const settle = (name) => {
    const wide = name.offsetWidth / plot.clientWidth
    for (let left = 0; left + wide <= 1; left += 0.02) {
      const near = [0, 0.25, 0.5, 0.75, 1].map((part) => along(left + part * wide) - data.target)
      const under = Math.min(...near) > 0
      if (!under && Math.max(...near) >= 0) continue
      name.classList.toggle("under", under)
      name.style.left = `${100 * left}%`
      // Under the lowest line it would cover the days.
      const over = under ? name.offsetTop + 1.1 * name.offsetHeight - plot.clientHeight : 0
      plot.nextElementSibling.style.paddingTop = `${Math.max(over, 3)}px`
      return
    }
  }
  const svg = document.createElementNS(svgns, "svg")
  svg.setAttribute("viewBox", "0 0 100 100")
  svg.setAttribute("preserveAspectRatio", "none")
  const aim = y(data.target)
  draw("line", { class: "target", x1: 0, x2: 100, y1: aim, y2: aim })
  const path = values.map((value, index) => `${x(index)},${y(value)}`).join(" ")
  draw("polyline", { class: "line", points: path })
  const points = values.map((value, index) => place("point", x(index), y(value)))
  const dot = place("dot", 0, 0), value = place("value", 0, 0)
  const name = place("aim", 0, aim, data.aim)
  plot.replaceChildren(svg, ...points, name, dot, value)
  settle(name)

  // The label keeps inside the plot, above all of the line that is beside it or under all of it,
  // and off the target where one of the two is.
  const show = (index, text) => {
    dot.style.left = value.style.left = `${x(index)}%`
    dot.style.top = `${y(values[index])}%`
    value.textContent = text
    const height = value.offsetHeight, wide = Math.min(1, value.offsetWidth / plot.clientWidth)
    const left = x(index) / 100 * (1 - wide)
    const within = (at) => at > left && at < left + wide
    const beside = values.map((_, at) => at / (last || 1)).filter(within)
    const line = [left, left + wide, ...beside].map((at) => y(along(last ? at : 0)))
    const pixels = (share) => share * plot.clientHeight / 100
    const sides = [pixels(Math.min(...line)) - height - 9, pixels(Math.max(...line)) + 9]
    const free = (top) => pixels(aim) < top || pixels(aim) > top + height
    const room = (top) => top >= -24 && top + height <= plot.clientHeight + 4
    const top = sides.find((one) => free(one) && room(one)) ?? sides.find(room) ?? sides[0]
    value.style.top = `${top}px`
    value.style.transform = `translateX(-${x(index)}%)`
    plot.setAttribute("aria-valuenow", index + 1)
    plot.setAttribute("aria-valuetext", data.points[index].text)
  }
  let chosen = last
  const visit = (index) => {
    chosen = Math.max(0, Math.min(last, index))
    show(chosen, data.points[chosen].text)
  }
  const rest = () => {
    chosen = last
    show(last, data.points[last].score)
  }
  const attributes = { role: "slider", tabindex: 0, "aria-label": data.summary,
    "aria-valuemin": 1, "aria-valuemax": last + 1 }
  for (const [name, content] of Object.entries(attributes)) plot.setAttribute(name, content)
  rest()
  plot.onpointermove = plot.onpointerdown = (event) => {
    const box = plot.getBoundingClientRect()
    visit(Math.round(last * (event.clientX - box.left) / box.width))
  }
  plot.onpointerleave = plot.onblur = rest
  plot.onkeydown = (event) => {
    const to = { ArrowLeft: chosen - 1, ArrowDown: chosen - 1, ArrowRight: chosen + 1,
      ArrowUp: chosen + 1, Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    visit(to)
  }
  const ends = parentElement.querySelectorAll("figcaption span")
  ends[0].textContent = last ? data.points[0].day : ""
  ends[1].textContent = data.points[last].day
}
"""
_trend = st.components.v2.component("kaartenbak_trend", html=HTML, css=CSS, js=JS)


def line(points: Sequence[tuple[date, float]], target: float) -> None:
    """Draw the score (0..1) of each export, oldest first, and the target.

    The newest point has its score beside it; the others tell theirs to the pointer and the arrows.
    """
    shown = [
        (value, formats.day(day, language()), formats.percent(value, language()))
        for day, value in points
    ]
    data = {
        "points": [
            {"value": value, "day": day, "score": score, "text": f"{day}: {score}"}
            for value, day, score in shown
        ],
        "target": target,
        "aim": plain("target {score}", score=formats.percent(target, language())),
        "summary": plain("Score per export"),
    }
    _trend(data=data, key="trend")
