// A list of which one row is open: a click, j and k, and in the list the arrows open another.
// Enter goes to what can be done, Escape back to the row. Back finds the list where it was.
const PLACE = "kaartenbak-findings"
const PANEL = ".st-key-f_details"
const WAY = `${PANEL} :is(.st-key-way, .st-key-f_again) :is(input, button)`
const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }
// So many milliseconds without a key before the server hears which row it is to be.
const PAUSE = 60
// So many milliseconds are waited for what is still being drawn.
const PATIENCE = 3000

let listening = null
let inField = false
let back = performance.getEntriesByType("navigation")[0]?.type !== "navigate"

addEventListener("popstate", () => { back = true })
addEventListener("focusin", (event) => {
  if (event.target !== document.body) inField = event.target.matches(`${PANEL} .st-key-way input`)
})

const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

// An address may break before its @ and the dots after it, and nowhere else if that can be.
const broken = (text) =>
  text.split(/(?=@)|(?<=@\S*)(?=\.)/).flatMap((part, at) => (at ? [make("wbr"), part] : [part]))

const line = (text, className) => make("span", { className }, ...broken(text))

const cell = (...lines) => {
  const made = make("td", {}, ...lines)
  made.setAttribute("role", "gridcell")
  return made
}

const row = (one) => {
  const sign = make("span", { className: `kb-${one.severity}`, ariaHidden: "true" }, one.sign)
  const title = make("strong", {}, sign, ` ${one.severity_word} · ${one.title}`)
  const made = make(
    "tr",
    { tabIndex: -1, className: one.done ? "kb-row-done" : "" },
    cell(line(one.state, "kb-row-state")),
    cell(line(one.name, "kb-row-name"), ...(one.account ? [line(one.account, "kb-row-account")] : [])),
    cell(...(one.title ? [title] : []), line(one.said, "kb-row-said")),
  )
  made.setAttribute("role", "row")
  made.dataset.key = one.key
  return made
}

const draw = (place, data) => {
  const heads = data.head.map((name) => {
    const made = make("th", { scope: "col" }, name)
    made.setAttribute("role", "columnheader")
    return made
  })
  const head = make("tr", {}, ...heads)
  head.setAttribute("role", "row")
  const top = make("thead", {}, head)
  const body = make("tbody", {}, ...data.rows.map(row))
  for (const part of [top, body]) part.setAttribute("role", "rowgroup")
  const table = make("table", { ariaLabel: data.label }, top, body)
  table.setAttribute("role", "grid")
  place.replaceChildren(table)
}

const rows = (place) => [...place.querySelectorAll("tbody tr")]
const opened = (place) => place.querySelector('[aria-selected="true"]')
const typing = (target) => target.matches?.("input, textarea, select, [contenteditable=true]")
const running = () => !document.querySelector('[data-test-script-state="notRunning"]')

const mark = (place, key) => {
  for (const one of rows(place)) {
    const open = one.dataset.key === key
    one.setAttribute("aria-selected", open)
    one.tabIndex = open ? 0 : -1
  }
  if (!opened(place) && rows(place)[0]) rows(place)[0].tabIndex = 0
}

// To the row, so that it is in sight and nothing else moves.
const stand = (place) => {
  const one = opened(place)
  one?.focus({ preventScroll: true })
  one?.scrollIntoView({ block: "nearest" })
}

const main = () => document.querySelector('[data-testid="stMain"]')
// Which list it is, whichever row of it is open.
const address = () => {
  const given = new URLSearchParams(location.search)
  given.delete("f_open")
  return `${location.pathname}?${given}`
}

const remember = (place) => {
  if (!place.isConnected || location.pathname !== place.path || place.settling) return
  const kept = { address: address(), page: main().scrollTop, list: place.scrollTop }
  sessionStorage.setItem(PLACE, JSON.stringify(kept))
}

// Where it was when one left it; the page is drawn piece by piece, so it takes some tries.
const restore = (place) => {
  const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null")
  if (!back || kept?.address !== address()) return
  back = false
  place.settling = true
  const until = performance.now() + PATIENCE / 2
  const stop = () => { place.settling = false }
  for (const name of ["wheel", "keydown", "pointerdown"]) addEventListener(name, stop, { once: true })
  const put = () => {
    if (!place.settling) return
    main().scrollTop = kept.page
    place.scrollTop = kept.list
    if (performance.now() < until) setTimeout(put, 50)
    else stop()
  }
  put()
}

// When the panel shows the row that is open.
const settled = (place, then, until = performance.now() + PATIENCE) => {
  if (!place.wanted && !running()) return then()
  if (performance.now() < until) setTimeout(() => settled(place, then, until), 30)
}

const act = (place) => settled(place, () => {
  const first = document.querySelector(WAY)
  first?.focus()
  if (first?.select) first.select()
})

const listen = (place, choose) => (event) => {
  const { target, key } = event
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  if (document.querySelector('[role="dialog"], [role="listbox"]')) return
  const within = place.contains(target)
  if (key === "Escape" && target.closest?.(PANEL)) return void settled(place, () => stand(place))
  if (typing(target)) return
  if (key === "Enter" && (within || target === document.body)) {
    event.preventDefault()
    return act(place)
  }
  if (!(key in STEPS) || (key.length > 1 && !within)) return
  event.preventDefault()
  const all = rows(place)
  const at = all.indexOf(opened(place))
  const next = all[Math.min(Math.max(at + STEPS[key], 0), all.length - 1)]
  if (next) choose(next.dataset.key)
  stand(place)
}

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".kb-rows")
  const first = !place.firstChild
  const drawn = JSON.stringify([data.rows, data.head])
  if (place.drawn !== drawn) draw(place, data)
  place.drawn = drawn
  const there = place.wanted && data.rows.some(({ key }) => key === place.wanted)
  if (!there || data.answers === place.wanted) place.wanted = null
  mark(place, place.wanted ?? data.open)
  const choose = (key) => {
    if (key === opened(place)?.dataset.key) return
    mark(place, key)
    place.wanted = key
    clearTimeout(place.timer)
    place.timer = setTimeout(() => setTriggerValue("open", key), PAUSE)
  }
  place.onclick = (event) => {
    const one = event.target.closest("tbody tr")
    if (!one || String(getSelection())) return
    if (one === opened(place)) window.kaartenbakReveal?.()
    choose(one.dataset.key)
    one.focus({ preventScroll: true })
  }
  if (listening) removeEventListener("keydown", listening, true)
  listening = listen(place, choose)
  addEventListener("keydown", listening, true)
  if (first) {
    place.path = location.pathname
    place.scrolled = () => remember(place)
    addEventListener("scroll", place.scrolled, true)
    restore(place)
  } else if (place.times !== data.times) {
    const on = inField
    settled(place, () => (on && document.querySelector(WAY)?.matches("input") ? act(place) : stand(place)))
  }
  place.times = data.times
  return () => {
    removeEventListener("keydown", listening, true)
    removeEventListener("scroll", place.scrolled, true)
    listening = null
  }
}
