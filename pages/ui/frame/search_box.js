// What a search found, as one element: the list on the search page, the box and its panel elsewhere.
const PAUSE = 100 // milliseconds without a key before a search

const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

// As Streamlit does when the reader goes back: the page changes without being loaded anew.
const go = (address) => {
  history.pushState({}, "", address)
  dispatchEvent(new PopStateEvent("popstate"))
}

// What goes along from page to page: the language, and the case of the review that one came from.
const ALONG = ["lang", "case", "whose"]

const address = (href) => {
  const url = new URL(href, location.href)
  const here = new URLSearchParams(location.search)
  for (const name of ALONG.filter((one) => here.has(one))) url.searchParams.set(name, here.get(name))
  return url.href
}

const link = (label, href, leave) => {
  const made = make("a", { href: address(href), textContent: label })
  made.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    leave(made.href)
  }
  return made
}

const action = ({ id, button }, press) => {
  const made = make("button", { type: "button", textContent: button })
  made.onclick = () => {
    made.disabled = true // until the answer draws it anew
    press(id)
  }
  return made
}

// An address may break before its @.
const broken = (text) => text.split(/(?=@)/).flatMap((part, at) => at ? [make("wbr"), part] : [part])

const row = (one, leave, press) => {
  const title = make("div", { className: "title" }, link(one.title, one.href, leave))
  if (one.here) title.append(make("span", { textContent: one.here }))
  if (one.button) title.append(action(one, press))
  for (const [label, href] of one.links) title.append(link(label, href, leave))
  const made = make("li", {}, title, make("p", {}, ...broken(one.text)))
  if (one.why) made.append(make("p", { className: "quiet", textContent: one.why }))
  return made
}

const groups = (data, leave, press) =>
  data.groups.flatMap(({ head, rows }) => [
    make("p", { className: "head", textContent: head }),
    make("ul", {}, ...rows.map((one) => row(one, leave, press))),
  ])

const list = ({ data, parentElement, setTriggerValue }) => {
  parentElement.querySelector(".kb-search").replaceChildren(
    ...groups(data, go, (id) => setTriggerValue("link", id)))
}

const box = ({ data, parentElement, setTriggerValue }) => {
  const place = parentElement.querySelector(".kb-search")
  if (!place.firstChild) build(place)
  const { input, panel, label, status } = place.parts
  label.textContent = data.label
  input.placeholder = data.hint
  const typed = () => input.value.trim()
  const close = () => {
    clearTimeout(place.timer)
    panel.hidden = true
    status.textContent = ""
  }
  const leave = (to) => {
    close()
    input.value = ""
    go(to)
  }
  const all = () => address(`${data.page}?${new URLSearchParams({ q: typed() })}`)
  input.oninput = () => {
    clearTimeout(place.timer)
    if (!typed()) return close()
    place.timer = setTimeout(() => setTriggerValue("text", typed()), PAUSE)
  }
  input.onkeydown = (event) => {
    if (event.key === "Enter" && typed()) leave(all())
  }
  place.onkeydown = (event) => {
    if (event.key === "Escape") {
      close()
      input.focus()
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return
    const stops = [input, ...panel.querySelectorAll("a")]
    const at = stops.indexOf(document.activeElement)
    stops[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus()
    event.preventDefault()
  }
  place.onfocusout = (event) => {
    if (event.relatedTarget && !place.contains(event.relatedTarget)) close()
  }
  place.outside ??= document.addEventListener("pointerdown", (event) => {
    if (!event.composedPath().includes(place)) place.close()
  }) ?? true
  place.close = close
  if (data.text && data.text === typed()) {
    panel.replaceChildren(...groups(data, leave), link(data.all, all(), leave))
    panel.hidden = false
    fit(place, panel)
    status.textContent = data.said
  }
}

// Under the box, its right side with the box's, unless it would leave the screen on the left.
const fit = (place, panel) => {
  const { left, width } = place.getBoundingClientRect()
  panel.style.left = `${Math.max(8 - left, width - panel.offsetWidth)}px`
}

const build = (place) => {
  const input = make("input", { type: "search", id: "find", autocomplete: "off" })
  const label = make("label", { htmlFor: "find", className: "unseen" })
  const status = make("span", { role: "status", className: "unseen" })
  const panel = make("div", { hidden: true, className: "panel" })
  place.append(label, input, status, panel)
  place.parts = { input, panel, label, status }
}

export default function (component) {
  const draw = component.data.label ? box : list
  draw(component)
}
