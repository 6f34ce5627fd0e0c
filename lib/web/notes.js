// What a number explains is asked for when a reader opens it, and announced to who cannot see it.
"use strict";
const LOST = "Deze uitleg is hier niet meer. Laad de pagina opnieuw.";

async function explanation(key) {
  try {
    const answer = await fetch("/uitleg/" + key);
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

document.addEventListener(
  "toggle",
  async ({ target }) => {
    const note = target.open && target.querySelector(":scope > .rw-note[data-uitleg]");
    if (!note || note.dataset.klaar) return;
    note.setAttribute("role", "status");
    const text = await explanation(note.dataset.uitleg);
    note.textContent = text ?? LOST;
    if (text !== null) note.dataset.klaar = "ja";
  },
  true,
);
