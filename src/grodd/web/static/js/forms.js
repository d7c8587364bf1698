// Forms: go to the summary of errors, count letters, forget double clicks, and let what is saved
// by itself and what is sent by hand follow one another.

function focusSummary(root) {
  const summary = root.querySelector?.("[data-focus]");
  if (summary) summary.focus({ preventScroll: false });
}

function count(note) {
  const input = document.getElementById(note.dataset.countFor);
  const limit = Number(note.dataset.limit);
  if (!input || !limit) return;
  const whole = note.textContent;
  const show = () => {
    note.textContent = input.value ? `${input.value.length} / ${limit}` : whole;
  };
  input.addEventListener("input", show);
  show();
}

// What is being saved by itself decides which version the writer goes on from.
function sendAfterwards(form, submitter) {
  const send = () => setTimeout(() => form.requestSubmit(submitter));
  form.addEventListener("htmx:finally:request", send, { once: true });
}

// A save that waited in line begins where the one before it ended; one that comes after the form
// was sent is not made.
function fromTheLatest(event) {
  if (event.target.dataset?.sending) event.preventDefault();
  const version = event.target.elements?.namedItem("version");
  if (version) event.detail.ctx.request.body.set("version", version.value);
}

// Put the words that the form keeps for this case in place of its note.
function say(form, state) {
  const words = form.querySelector?.(`template[data-when="${state}"]`);
  const note = words && document.getElementById(words.dataset.insteadOf);
  note?.replaceWith(words.content.cloneNode(true));
  return Boolean(note);
}

// The connection dropped: say so, and save when it is back.
function whenLost(event) {
  const form = event.target;
  if (!say(form, "offline") || form.dataset.waiting) return;
  form.dataset.waiting = "yes";
  const again = () => {
    removeEventListener("online", again);
    clearTimeout(timer);
    delete form.dataset.waiting;
    form.dispatchEvent(new Event("again"));
  };
  const timer = setTimeout(again, 15000);
  addEventListener("online", again);
}

// Signed out meanwhile, or a fault of ours: the answer is another page, which is not put in here.
function whenNoNote(event) {
  const words = event.target.querySelector?.('template[data-when="failed"]');
  if (!words || event.detail.ctx.text.includes(`id="${words.dataset.insteadOf}"`)) return;
  if (say(event.target, "failed")) event.preventDefault();
}

function once(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  if (form.classList.contains("htmx-request")) {
    event.preventDefault();
    sendAfterwards(form, event.submitter);
    return;
  }
  form.dataset.sending = "yes";
  setTimeout(() => delete form.dataset.sending, 4000);
}

export function watchForms(root) {
  focusSummary(root);
  root.querySelectorAll("[data-count-for]").forEach(count);
  root.addEventListener("submit", once);
  root.addEventListener("htmx:before:request", fromTheLatest);
  root.addEventListener("htmx:after:request", whenNoNote);
  root.addEventListener("htmx:error", whenLost);
  window.addEventListener("pageshow", () => {
    root.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending);
  });
  for (const name of ["htmx:after:swap", "htmx:afterSwap"]) {
    root.addEventListener(name, (event) => {
      focusSummary(event.target);
      event.target.querySelectorAll?.("[data-count-for]").forEach(count);
    });
  }
}
