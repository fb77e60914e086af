// Applies the chosen theme before the page is drawn; without a choice the style sheet follows the system.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.bsTheme = chosen;
} catch {
  // Storage may be switched off; then the page follows the system.
}
