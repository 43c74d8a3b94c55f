// A field that has the keyboard when its page opens, or a box that comes on screen when it changes.
export default function ({ data, parentElement }) {
  const place = parentElement.host ?? parentElement
  const box = document.querySelector(`.st-key-${data.focus ?? data.box}`)
  if (data.focus && !place.dataset.done) {
    const field = box?.querySelector("input")
    if (field && !field.value) field.focus()
    place.dataset.done = "1"
  }
  if (!data.box) return
  const before = place.dataset.what
  place.dataset.what = data.what
  if (before === undefined || before === data.what) return
  setTimeout(() => {
    const there = document.querySelector(`.st-key-${data.box}`)
    if (there && there.getBoundingClientRect().top > innerHeight - 120) {
      there.scrollIntoView({ behavior: "smooth", block: "start" })
    }
  }, 100)
}
