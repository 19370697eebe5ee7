// Before the first paint: a page must not flash in the other theme. A file of its own because inline scripts are forbidden.
(() => {
  let chosen;
  try {
    chosen = localStorage.getItem('ns.theme');
  } catch {
    // Storage may be forbidden; then the system's theme holds.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
