"""A line of scores over the loads, with the target it should reach."""

import streamlit as st

HTML = """
<figure><div class="plot"></div><figcaption><span></span><span></span></figcaption></figure>
"""
CSS = """
figure { margin: 0; font-family: var(--st-font); color: var(--st-text-color) }
.plot { position: relative; height: 84px }
svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible }
.line { fill: none; stroke: var(--st-link-color); stroke-width: 2.5; stroke-linejoin: round }
.target { stroke: currentColor; stroke-opacity: .55; stroke-dasharray: 4 4 }
.line, .target { vector-effect: non-scaling-stroke }
.dot { position: absolute; width: 9px; height: 9px; margin: -4.5px; border-radius: 50%;
  background: var(--st-link-color) }
.aim { position: absolute; left: 0; font-size: .75rem; transform: translateY(-105%) }
figcaption { display: flex; justify-content: space-between; font-size: .75rem }
"""
# Everything is drawn from numbers, and texts are set as text.
JS = """
export default function ({ data, parentElement }) {
  const svgns = "http://www.w3.org/2000/svg"
  const plot = parentElement.querySelector(".plot")
  const values = data.points.map((point) => point.value)
  const low = Math.min(...values, data.target), high = Math.max(...values, data.target)
  const room = (high - low) * 0.15 || 0.01
  const y = (value) => 100 * (1 - (value - low + room) / (high - low + 2 * room))
  const x = (index) => values.length > 1 ? 100 * index / (values.length - 1) : 100
  const draw = (parent, name, attributes) => {
    const element = document.createElementNS(svgns, name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    parent.append(element)
    return element
  }
  const svg = document.createElementNS(svgns, "svg")
  svg.setAttribute("viewBox", "0 0 100 100")
  svg.setAttribute("preserveAspectRatio", "none")
  svg.setAttribute("role", "img")
  svg.setAttribute("aria-label", data.summary)
  const aim = y(data.target)
  draw(svg, "line", { class: "target", x1: 0, x2: 100, y1: aim, y2: aim })
  const path = values.map((value, index) => `${x(index)},${y(value)}`).join(" ")
  draw(svg, "polyline", { class: "line", points: path })
  const step = 100 / Math.max(1, values.length - 1)
  data.points.forEach((point, index) => {
    const place = { x: x(index) - step / 2, y: 0, width: step, height: 100, fill: "transparent" }
    draw(draw(svg, "rect", place), "title", {}).textContent = point.text
  })
  const dot = document.createElement("span")
  dot.className = "dot"
  dot.style.left = `${x(values.length - 1)}%`
  dot.style.top = `${y(values.at(-1))}%`
  const label = document.createElement("span")
  label.className = "aim"
  label.textContent = data.aim
  label.style.top = `${aim}%`
  plot.replaceChildren(svg, dot, label)
  const ends = parentElement.querySelectorAll("figcaption span")
  ends[0].textContent = values.length > 1 ? data.points[0].day : ""
  ends[1].textContent = data.points.at(-1).day
}
"""
_trend = st.components.v2.component("kaartenbak_trend", html=HTML, css=CSS, js=JS)


def line(points: list[dict[str, object]], target: float, aim: str, summary: str) -> None:
    """Draw `points` ({value 0..1, day, text}), oldest first, and the target line called `aim`."""
    _trend(data={"points": points, "target": target, "aim": aim, "summary": summary}, key="trend")
