// Choosing by keyboard: arrows and Enter in a picker's box, and where the focus goes after it.
if (!window.kaartenbakPicking) {
  window.kaartenbakPicking = true
  const PICKER = '[class*="st-key-pick_"]'
  const OFFERS = '[class*="_offer"] button'
  const MAIN = '[data-testid="stBaseButton-primary"]:not([disabled])'
  const ON = `input:not([disabled], [type="hidden"]), textarea, [role="spinbutton"], ${MAIN}`
  const FOCUSABLE = "input:not([disabled]), button:not([disabled]), textarea, a[href]"
  const BACK = ".st-key-to_review" // in a form that was opened from a case, whose keys do the rest
  const SETTLED = 400 // milliseconds after the last letter in which the offers may be older
  let typed = 0

  const picker = (target) => target.closest?.(PICKER)
  const box = (target) => (target.matches?.('input[type="text"], input[type="search"]') ? picker(target) : null)
  const offers = (at) => [...at.querySelectorAll(OFFERS)]
  const name = (element) =>
    [...(element.closest('[class*="st-key-"]')?.classList ?? [])].find((one) => one.startsWith("st-key-"))
  const running = () => !document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')

  const mark = (input, buttons, chosen) => {
    buttons.forEach((button, index) => {
      button.id ||= `kb-offer-${index}`
      button.style.outline = index === chosen ? "2px solid currentColor" : ""
      button.toggleAttribute("data-kb-at", index === chosen)
    })
    buttons[chosen].scrollIntoView({ block: "nearest" })
    input.setAttribute("aria-activedescendant", buttons[chosen].id)
  }

  const after = (at) => (one) =>
    at.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && !at.contains(one)

  // Where one goes on: the next field or the main button; where the picker is gone, to what followed.
  const next = (within, key, followed) => {
    const at = key && within.querySelector(`.${CSS.escape(key)}`)
    if (within.matches("main, [data-testid='stMain']") && document.querySelector(BACK)) {
      const main = within.querySelector(MAIN)
      if (main) return main
    }
    if (at) return [...within.querySelectorAll(ON)].filter(after(at)).find((one) => one.getClientRects().length)
    return followed
      .map((one) => document.querySelector(`.${CSS.escape(one)}`)?.querySelector(FOCUSABLE))
      .find(Boolean)
  }

  // After a choice the focus goes on, once what follows is drawn.
  const goOn = (at, button) => {
    const place = () => document.querySelector('.stDialog [role="dialog"]')
      ?? document.querySelector('[data-testid="stMain"]') ?? document.body
    const key = name(at)
    const followed = [...place().querySelectorAll(FOCUSABLE)].filter(after(at)).map(name).filter(Boolean)
    const started = Date.now()
    const look = () => {
      if (Date.now() - started > 5000) return
      if (button.isConnected || running()) return void setTimeout(look, 40)
      next(place(), key, followed)?.focus()
    }
    setTimeout(look, 40)
  }

  const take = (at) => {
    const started = Date.now()
    const look = () => {
      if (Date.now() - started > 5000 || !at.isConnected) return
      if (Date.now() - typed < SETTLED || running()) return void setTimeout(look, 40)
      offers(at)[0]?.click()
    }
    look()
  }

  addEventListener("input", (event) => { if (box(event.target)) typed = Date.now() }, true)
  addEventListener("click", (event) => {
    const button = event.target.closest?.(OFFERS)
    if (button && picker(button)) goOn(picker(button), button)
  }, true)
  addEventListener("keydown", (event) => {
    const at = box(event.target)
    if (!at || event.isComposing) return
    const buttons = offers(at)
    const chosen = buttons.findIndex((button) => button.hasAttribute("data-kb-at"))
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && buttons.length) {
      event.preventDefault()
      mark(event.target, buttons, Math.min(Math.max(chosen + step, 0), buttons.length - 1))
    } else if (event.key === "Enter" && event.target.value.trim().length > 1) {
      event.preventDefault()
      event.stopPropagation()
      if (chosen >= 0) buttons[chosen].click()
      else take(at)
    }
  }, true)
}
