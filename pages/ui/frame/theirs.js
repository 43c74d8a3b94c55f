// What Streamlit writes of its own, in our words: names that are read out, and texts over the page
// that no setting changes. What ends in a space is the beginning of what it writes.
const NAMES = ["aria-label", "aria-valuetext", "title", "placeholder"]
const OVER = `[role="tooltip"], [role="listbox"], [role="dialog"], [data-testid="stTooltipContent"],
  [data-testid="stSkipToContent"], #stFloatingOverlayPortal, .stDateInput`
const AND = " and "
let theirs = new Map()
let begun = []
const origins = new Map() // of what is on screen in the language before

const ours = (text) => {
  const whole = theirs.get(origins.get(text) ?? text)
  if (whole !== undefined) return whole
  const begin = begun.find(([one]) => text.startsWith(one))
  if (!begin) return text
  const rest = text.slice(begin[0].length)
  return begin[1] + (begin[0].endsWith(" between ") ? rest.replace(AND, theirs.get(AND)) : rest)
}

const name = (element) => {
  for (const one of NAMES) {
    const said = element.getAttribute(one)
    const shown = said && ours(said)
    if (said && shown !== said) element.setAttribute(one, shown)
  }
}

// What we write ourselves, and what is in the store, stays as it is.
const OURS = '[role="option"], [data-testid="stMarkdownContainer"], [data-testid="stHtml"], table a'

const write = (root) => {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const shown = node.parentElement?.closest(OURS) ? node.data : ours(node.data)
    if (shown !== node.data) node.data = shown
  }
}

const put = (root) => {
  if (root.nodeType !== Node.ELEMENT_NODE) root = root.parentElement
  if (!root) return
  name(root)
  root.querySelectorAll(NAMES.map((one) => `[${one}]`).join()).forEach(name)
  if (root.closest(OVER)) write(root)
  else root.querySelectorAll(OVER).forEach(write)
}

const inOurWords = (words) => {
  const known = JSON.stringify(words)
  if (window.kaartenbakTheirs === known) return
  for (const [one, shown] of theirs) origins.set(shown, one)
  theirs = new Map(Object.entries(words))
  begun = Object.entries(words).filter(([one]) => one.endsWith(" ") && one !== AND)
  // It writes this beside a word in bold, and in one breath for who does not see it.
  begun.push(...begun.filter(([one]) => one.startsWith(": "))
    .map(([one, shown]) => [`Error${one}`, `${words.Error}${shown}`]))
  put(document.body)
  if (window.kaartenbakTheirs === undefined) {
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        if (type === "attributes") name(target)
        else addedNodes.forEach(put)
      }
    }).observe(document.body, {
      childList: true, subtree: true, attributes: true, attributeFilter: NAMES,
    })
  }
  window.kaartenbakTheirs = known
}
