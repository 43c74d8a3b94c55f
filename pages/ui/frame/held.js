// A key that is held is one press: nothing is done of what nobody has seen yet.
if (!window.kaartenbakHeld) {
  window.kaartenbakHeld = true
  const FIELDS = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]'
  addEventListener("keydown", (event) => {
    const field = event.target.matches?.(FIELDS)
    if (!event.repeat || !(event.key === "Enter" || !field && /^[0-9uU]$/.test(event.key))) return
    if (event.target.matches?.("textarea")) return
    event.stopImmediatePropagation()
    event.preventDefault()
  }, true)
}
