// The focus of the review, and the keys that no button of Streamlit can have.
const SEARCH = ".st-key-find input"
// So many milliseconds are waited for a field.
const PATIENCE = 2000
const OTHERWISE = '[class*="st-key-why_other"] input, [class*="st-key-who_other"] input'
const PROPOSED = ".st-key-way_do button, .st-key-way_open button"
// An Enter within so many milliseconds of a case was meant for the one before.
const SETTLED = 500
let seen = null
let since = 0
let listening = null

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
  listening = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (choosing(event.target) && /^[0-9a-zA-Z]$/.test(event.key)) {
      // Streamlit's keys take no notice of what is pressed on these, which is no typing.
      event.stopImmediatePropagation()
      const { key, code } = event
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true }))
    } else if (event.key === "Escape") {
      panel.hidden = true
      if (typing(event.target)) event.target.blur()
    } else if (!typing(event.target) && event.key === "?") {
      panel.hidden = !panel.hidden
      event.preventDefault()
    } else if (!typing(event.target) && event.key === "0") {
      document.querySelector(OTHERWISE)?.focus()
      event.preventDefault()
    } else if (event.target.matches?.(PROPOSED) && /^( |Enter)$/.test(event.key)) {
      if (event.repeat || performance.now() - since < SETTLED) event.preventDefault()
    } else if (!typing(event.target) && event.key === "/") {
      event.target.blur?.() // what is typed next is for the box, also before it is there
      reach(SEARCH, performance.now() + PATIENCE)
      event.preventDefault()
    }
  }
  addEventListener("keydown", listening, true)
  if (data.moment !== seen) {
    seen = data.moment
    since = performance.now()
    if (data.field) focus(data.field, since + PATIENCE)
    else leave()
    if (data.proposed) reach(PROPOSED, since + PATIENCE) // Enter does it, as its key does
  }
  return () => {
    removeEventListener("keydown", listening, true)
    listening = null
    seen = null
  }
}
