// Streamlit's way past the menu, in our words and past the bar too; and a menu that closes on a
// telephone.
const reach = (label) => {
  const skip = document.querySelector('[data-testid="stSkipToContent"]')
  if (skip) {
    if (skip.textContent !== label) skip.textContent = label
    skip.onclick = (event) => {
      event.preventDefault()
      event.stopPropagation() // Streamlit would go before the bar
      const page = document.querySelector("h1") ?? document.querySelector(".stMain")
      page.tabIndex = -1
      page.focus()
    }
  }
  if (window.kaartenbakMenu) return
  window.kaartenbakMenu = true
  document.addEventListener("click", (event) => {
    if (innerWidth > 768 || !event.target.closest?.('[data-testid="stSidebarNavLink"]')) return
    setTimeout(() => {
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click()
    }, 50)
  })
}
