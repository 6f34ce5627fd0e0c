// What a number explains is asked for when a reader opens it, and announced to who cannot see it.
"use strict";
const WAIT = "Even geduld…";
const LOST = "Deze uitleg is hier niet meer. Laad de pagina opnieuw.";
const REFUSED = "U bent niet meer aangemeld. Laad de pagina opnieuw.";
const SILENT = "Er komt nu geen antwoord. Sluit deze uitleg en open haar opnieuw.";

async function answered(key) {
  try {
    const answer = await fetch("/uitleg/" + key);
    if (answer.ok) return [await answer.text(), true];
    return [{ 403: REFUSED, 410: LOST }[answer.status] ?? SILENT, false];
  } catch {
    return [SILENT, false];
  }
}

async function show(note) {
  const key = note.dataset.uitleg;
  if (note.dataset.klaar === key) return;
  note.setAttribute("role", "status");
  note.textContent = WAIT;
  const [text, whole] = await answered(key);
  if (note.dataset.uitleg !== key) return;
  note.textContent = text;
  if (whole) note.dataset.klaar = key;
}

document.addEventListener(
  "toggle",
  ({ target }) => {
    const note = target.open && target.querySelector(":scope > .rw-note[data-uitleg]");
    if (note) show(note);
  },
  true,
);

// The number above an open explanation became another.
document.addEventListener("uitleg", ({ target }) => {
  if (target.parentElement.open) show(target);
  else target.textContent = "";
});
