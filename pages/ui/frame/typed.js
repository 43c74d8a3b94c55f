// What is typed is not lost to F5, Back or a closed tab without a question. A field of a page tells
// the server as soon as one is out of it, and `.st-key-unsaved` says what is not saved; what stands in
// a form of Streamlit, or decides as soon as it is sent, is here alone. Esc leaves a field before it
// leaves a form, so that the server has what is typed.
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
  // Streamlit's keys and its forms over a page take Esc for theirs in a field too.
  const WRITTEN = 'input:not([type="radio"], [type="checkbox"]), textarea, [role="spinbutton"]'
  const BACK = ".st-key-to_review"
  const CALENDAR = '[data-testid="stDateInputCalendarButton"][aria-expanded="true"]'
  addEventListener("keydown", (event) => {
    const { target } = event
    if (event.key !== "Escape" || event.isComposing || !target.matches) return
    const over = target.closest('.stDialog [role="dialog"]')
    const back = !over && document.querySelector(BACK)
    const calendar = back && document.querySelector(CALENDAR)
    const field = target.matches(WRITTEN)
    const changed = field && target.value !== (before.get(target) ?? target.value)
    if (!calendar && !(back && field) && !(over && changed)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (calendar) return void calendar.click()
    const place = over ?? document.querySelector("h1")
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1
    place.focus({ preventScroll: true })
  }, true)
}
