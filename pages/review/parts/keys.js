// The focus of the review, and the keys that no button of Streamlit can have.
const FIELD = ".st-key-way [data-testid=stForm] input"
const SEARCH = ".st-key-find input"
let seen = null
let listening = null

const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable

const focus = () => {
  const field = document.querySelector(FIELD)
  if (field) {
    field.focus({ preventScroll: true })
    field.select()
  } else if (document.activeElement && typing(document.activeElement)) {
    document.activeElement.blur()
  }
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
    if (event.key === "Escape") {
      panel.hidden = true
      if (typing(event.target)) event.target.blur()
    } else if (!typing(event.target) && event.key === "?") {
      panel.hidden = !panel.hidden
      event.preventDefault()
    } else if (!typing(event.target) && event.key === "/") {
      document.querySelector(SEARCH)?.focus()
      event.preventDefault()
    }
  }
  addEventListener("keydown", listening, true)
  if (data.moment !== seen) {
    seen = data.moment
    // The field of this case is drawn in the same breath, but not always before this element.
    focus()
    requestAnimationFrame(() => requestAnimationFrame(focus))
  }
  return () => {
    removeEventListener("keydown", listening, true)
    listening = null
    seen = null
  }
}
