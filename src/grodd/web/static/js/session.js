// A page that stays open says in time that the session ends, and extends it without leaving.

const WARN_BEFORE_MS = 15 * 60 * 1000;

export function watchSession(root) {
  const note = root.querySelector("[data-session-ends]");
  const form = note.querySelector("form");
  const show = () => {
    note.hidden = false;
  };
  const wait = Number(note.dataset.sessionEnds) * 1000 - Date.now() - WARN_BEFORE_MS;
  // A longer wait than a timer can hold would end at once.
  if (note.hidden && wait < 2 ** 31) setTimeout(show, Math.max(wait, 0));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "X-Requested-With": "fetch" },
      body: new FormData(form),
    });
    if (!answer.ok || answer.redirected) return form.submit();
    note.querySelector("[data-words]").textContent = note.dataset.extended;
    form.remove();
  });
}
