// What is typed is not lost to F5, Back or a closed tab without a question. A field of a page tells
// the server as soon as one is out of it, and `.st-key-unsaved` says what is not saved; what stands in
// a form of Streamlit, or decides as soon as it is sent, is here alone.
if (!window.kaartenbakTyped) {
  window.kaartenbakTyped = true
  const FIELDS = 'input:is([type="text"], [type="number"]), textarea'
  const HERE = '[data-testid="stForm"], .st-key-way'
  const before = new WeakMap()
  const typed = new Map()
  addEventListener("focusin", ({ target }) => {
    if (target.matches?.(FIELDS) && !before.has(target)) before.set(target, target.value)
  }, true)
  addEventListener("input", ({ target }) => {
    if (target.matches?.(FIELDS)) typed.set(target, Date.now())
  }, true)
  // With `recent` also what may not have reached the server yet.
  const unsent = (recent) => [...typed].some(([field, moment]) => {
    if (!field.isConnected) return typed.delete(field) && false
    if (field.value === (before.get(field) ?? "")) return false
    if (field.closest(HERE) || field === document.activeElement) return true
    return recent && Date.now() - moment < 2000
  })
  addEventListener("beforeunload", (event) => {
    if (unsent(true) || document.querySelector(".st-key-unsaved")) event.preventDefault()
  })
  // Back and Forward; Streamlit hears `popstate` first, when the page has gone already.
  window.navigation?.addEventListener("navigate", (event) => {
    if (event.navigationType !== "traverse" || !event.cancelable || !unsent(false)) return
    if (!confirm(window.kaartenbakAsk)) event.preventDefault()
  })
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]")
    if (!link || link.target === "_blank" || !unsent(false) || confirm(window.kaartenbakAsk)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }, true)
}
