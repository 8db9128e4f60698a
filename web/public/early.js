// Before the first paint: the theme that was chosen, so that nothing flashes. Without a choice, the style sheet follows
// the system.
try {
  const chosen = localStorage.getItem('rox-theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // A browser without storage follows the system.
}
