// The focus of the review, and the keys that no button of Streamlit can have.
const SEARCH = ".st-key-find input"
// So many milliseconds are waited for a field.
const PATIENCE = 2000
const WAYS = ".st-key-way button, .st-key-d_ways button, [class*='_last'] button"
const OTHERWISE = '[class*="st-key-why_other"] input, [class*="st-key-who_other"] input'
const PROPOSED = ".st-key-way_do button, .st-key-way_open button, .st-key-d_ways button"
// What decides, or opens what decides. What is pressed within so many milliseconds of a case was
// meant for the one before; and nothing is pressed twice while the first is under way.
const DECIDES = /^[1-9uU]$/
const LEAVES = { ArrowLeft: "←", ArrowRight: "→", s: "S", S: "S" }
const LEADS_BACK = ".st-key-way_back button"
const SETTLED = 300
const UNDER_WAY = 1500
// And of keys that belong together the first is not taken for what the second says.
const TOGETHER = 600
let seen = null
let shown = null
let since = 0
let pressed = -UNDER_WAY
let lost = -TOGETHER
let backing = false
let listening = null

// A second click of two is for what was clicked first.
const clicked = (event) => {
  if (event.detail > 1 && event.target.closest?.(WAYS)) event.stopImmediatePropagation()
}

const choosing = (target) => /^(radio|checkbox)$/.test(target.type)
const typing = (target) =>
  !choosing(target) && (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable)

// As Streamlit names the class of a key.
const under = (key) => `.st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, "-")}`

// The field is drawn in the same breath, but not always before this element.
const focus = (key, until) => {
  const field = document.querySelector(`${under(key)} input`)
  if (field) {
    field.focus({ preventScroll: true })
    field.select()
    // The value may be filled in after the field is drawn.
    requestAnimationFrame(() => { if (document.activeElement === field) field.select() })
  } else if (performance.now() < until) {
    requestAnimationFrame(() => focus(key, until))
  }
}

// A button shows its key behind what it says.
const bound = (key) => [...document.querySelectorAll(".stMain button:not(:disabled)")]
  .some((button) => button.textContent.trim().toLowerCase().endsWith(key.toLowerCase()))

const leave = () => {
  if (document.activeElement && typing(document.activeElement)) document.activeElement.blur()
}

// The focus goes to what may be drawn only later.
const reach = (wanted, until) => {
  const found = document.querySelector(wanted)
  if (found) found.focus({ preventScroll: wanted === PROPOSED })
  else if (performance.now() < until) requestAnimationFrame(() => reach(wanted, until))
}

export default function ({ parentElement, data }) {
  const panel = parentElement.querySelector(".kb-keys")
  panel.replaceChildren()
  const title = document.createElement("p")
  title.textContent = data.title
  const list = document.createElement("dl")
  for (const [key, does] of data.keys) {
    const term = document.createElement("dt")
    const kbd = document.createElement("kbd")
    kbd.textContent = key
    term.append(kbd)
    const what = document.createElement("dd")
    what.textContent = does
    list.append(term, what)
  }
  panel.append(title, list)
  if (listening) removeEventListener("keydown", listening, true)
  const early = () => {
    const now = performance.now()
    if (now - since < SETTLED || now - pressed < UNDER_WAY || now - lost < TOGETHER) {
      lost = now
      return true
    }
    pressed = now
    return false
  }
  const entered = ({ target, key }) =>
    key === "Enter" && target.closest?.(".st-key-way, .st-key-d_ways") && !target.matches("a")
  listening = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const decides = DECIDES.test(event.key) && !typing(event.target) && bound(event.key)
      || entered(event)
    if (decides && event.isTrusted && early()) {
      event.stopImmediatePropagation()
      event.preventDefault()
      return
    }
    // Another case is under way: what is pressed before it is there is not for that one.
    if (LEAVES[event.key] && !typing(event.target) && bound(LEAVES[event.key])) pressed = performance.now()
    if (choosing(event.target) && /^[0-9a-zA-Z]$/.test(event.key)) {
      // Streamlit's keys take no notice of what is pressed on these, which is no typing.
      event.stopImmediatePropagation()
      const { key, code } = event
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true }))
    } else if (event.key === "Escape") {
      panel.hidden = true
      // What a key asks may not be there yet, nor the button that leads back.
      backing = performance.now() - pressed < UNDER_WAY && !document.querySelector(LEADS_BACK)
      if (!typing(event.target)) return
      event.target.blur()
      if (event.target.closest('[data-testid="stForm"]')) event.stopImmediatePropagation() // the next one leads back
    } else if (!typing(event.target) && event.key === "?") {
      panel.hidden = !panel.hidden
      event.preventDefault()
    } else if (!typing(event.target) && event.key === "0") {
      document.querySelector(OTHERWISE)?.focus()
      event.preventDefault()
    } else if (!typing(event.target) && event.key === "/") {
      event.target.blur?.() // what is typed next is for the box, also before it is there
      reach(SEARCH, performance.now() + PATIENCE)
      event.preventDefault()
    }
  }
  const mine = listening
  addEventListener("keydown", mine, true)
  addEventListener("click", clicked, true) // once, however often
  if (data.shown !== shown) since = performance.now()
  if (data.shown !== shown || data.moment !== seen) pressed = -UNDER_WAY
  shown = data.shown
  if (data.moment !== seen) {
    seen = data.moment
    if (backing) document.querySelector(LEADS_BACK)?.click()
    backing = false
    const until = performance.now() + PATIENCE
    if (data.field) focus(data.field, until)
    else leave()
    if (data.proposed) reach(PROPOSED, until) // Enter does it, as its key does
  }
  return () => {
    removeEventListener("keydown", mine, true)
    if (listening !== mine) return // what came in its place listens by now
    removeEventListener("click", clicked, true)
    listening = null
    seen = shown = null
  }
}
