// The button beside a link copies it; where a browser does not allow that, the link is selected.
"use strict";
document.addEventListener("click", async ({ target }) => {
  if (!target.matches(".rw-copy")) return;
  const link = target.previousElementSibling;
  const said = target.nextElementSibling;
  try {
    await navigator.clipboard.writeText(link.textContent);
    said.textContent = "Gekopieerd.";
  } catch {
    getSelection().selectAllChildren(link);
    said.textContent = "De link is geselecteerd: kopieer met Ctrl+C.";
  }
});
