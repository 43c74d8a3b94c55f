// A way past the menu and the bar for who has no mouse, and a menu that closes on a telephone.
const reach = (label) => {
  let skip = document.querySelector(".kb-skip")
  if (!skip) {
    skip = Object.assign(document.createElement("a"), { className: "kb-skip", href: "#kb-page" })
    document.body.prepend(skip)
    skip.onclick = (event) => {
      event.preventDefault()
      const page = document.querySelector("h1") ?? document.querySelector(".stMain")
      page.tabIndex = -1
      page.focus()
    }
    document.addEventListener("click", (event) => {
      if (innerWidth > 768 || !event.target.closest?.('[data-testid="stSidebarNavLink"]')) return
      setTimeout(() => {
        document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click()
      }, 50)
    })
  }
  skip.textContent = label
  const page = document.querySelector(".stMain")
  if (page) page.id = "kb-page"
}
