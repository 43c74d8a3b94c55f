// A field that has the keyboard when its page opens, or a box that comes on screen when it changes.
// The field may be drawn a moment later, and drawn anew; who is somewhere else by then stays there.
const settle = (key, times, had) => {
  const field = document.querySelector(`.st-key-${key} input`)
  const at = document.activeElement
  if (had?.isConnected && at !== had) return
  const free = [document.body, null, field].includes(at) || at.matches('[role="dialog"]')
  if (field && free && !field.value) field.focus()
  const has = document.activeElement === field ? field : null
  if (times && free) setTimeout(() => settle(key, times - 1, has), 100)
}

const reveal = (box) => setTimeout(() => {
  const there = document.querySelector(`.st-key-${box}`)
  if (there && there.getBoundingClientRect().top > innerHeight - 120) {
    there.scrollIntoView({ behavior: "smooth", block: "start" })
  }
}, 100)

export default function ({ data, parentElement }) {
  const place = parentElement.host ?? parentElement
  if (data.focus && !place.dataset.done) {
    place.dataset.done = "1"
    settle(data.focus, 20)
  }
  if (!data.box) return
  window.kaartenbakReveal = () => reveal(data.box) // for who asks for what it shows already
  const before = place.dataset.what
  place.dataset.what = data.what
  if (before === undefined || before === data.what) return
  reveal(data.box)
}
