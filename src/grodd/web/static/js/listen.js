// Reads part of a page aloud with the voices of the device; nothing is sent anywhere. A pause
// stops, and going on begins the sentence again: not every browser can stop in the middle.

const READ = "h1,h2,h3,h4,p,li,dt,dd,label,legend,td,th,figcaption,.field__help";
const SILENT = "[data-listen],nav,template,script,.ds-sr-only,[aria-hidden=true],.field__count";
const SPEED = "grodd-listen-speed";
const voice = window.speechSynthesis;
let now = null;

function isSeen(element) {
  return element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
}

function textOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const parts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest(READ) === element && !parent.closest(SILENT)) parts.push(node);
  }
  // One space for each blank, so that places in the text stay places in the page.
  return { parts, text: parts.map((node) => node.data.replace(/\s/g, " ")).join("") };
}

function rangeOf(parts, start, end) {
  const range = document.createRange();
  let passed = 0;
  for (const node of parts) {
    const next = passed + node.length;
    if (passed <= start && start < next) range.setStart(node, start - passed);
    if (passed < end && end <= next) range.setEnd(node, end - passed);
    passed = next;
  }
  return range;
}

function* splitIn(text, language) {
  if (!Intl.Segmenter) yield { segment: text, index: 0 };
  else yield* new Intl.Segmenter(language, { granularity: "sentence" }).segment(text);
}

export function sentencesOf(target) {
  const found = [];
  for (const element of target.querySelectorAll(READ)) {
    if (element.closest(SILENT) || !isSeen(element)) continue;
    const language = element.closest("[lang]").lang;
    const { parts, text } = textOf(element);
    for (const { segment, index } of splitIn(text, language)) {
      const words = segment.trim();
      if (!/[\p{L}\p{N}]/u.test(words)) continue;
      const start = index + segment.indexOf(words);
      const range = rangeOf(parts, start, start + words.length);
      found.push({ words: words.replace(/ +/g, " "), language, range, element });
    }
  }
  return found;
}

function mark(sentence) {
  document.querySelector(".listen-now")?.classList.remove("listen-now");
  CSS.highlights?.delete("listen");
  if (!sentence) return;
  if (CSS.highlights) CSS.highlights.set("listen", new Highlight(sentence.range));
  else sentence.element.classList.add("listen-now");
  sentence.element.scrollIntoView({ block: "nearest" });
}

function show(control, state) {
  control.dataset.state = state;
  for (const button of control.querySelectorAll("[data-when]")) {
    button.hidden = button.dataset.when !== state && button.dataset.also !== state;
  }
}

function say() {
  const sentence = now.sentences[now.at];
  mark(sentence);
  if (!sentence) return stop();
  const spoken = new SpeechSynthesisUtterance(sentence.words);
  spoken.lang = sentence.language;
  spoken.rate = Number(now.control.querySelector("select").value) || 1;
  const fits = voice.getVoices().find((one) => one.lang.startsWith(sentence.language));
  if (fits) spoken.voice = fits;
  const turn = ++now.turn;
  spoken.onend = () => {
    if (now?.turn !== turn) return;
    now.at += 1;
    say();
  };
  spoken.onerror = (event) => {
    if (now?.turn === turn && !["canceled", "interrupted"].includes(event.error)) stop();
  };
  voice.speak(spoken);
}

function again() {
  now.turn += 1;
  voice.cancel();
  show(now.control, "reading");
  say();
}

function stop() {
  if (!now) return;
  const { control } = now;
  const had = control.contains(document.activeElement);
  now = null;
  voice.cancel();
  mark(null);
  show(control, "silent");
  if (had) control.querySelector("button:not([hidden])").focus();
}

const DO = {
  listen(control) {
    stop();
    const sentences = sentencesOf(document.getElementById(control.dataset.listen));
    now = { control, sentences, at: 0, turn: 0 };
    again();
    control.querySelector("[data-do=pause]").focus();
  },
  pause(control) {
    now.turn += 1;
    voice.cancel();
    show(control, "paused");
    control.querySelector("[data-do=resume]").focus();
  },
  resume(control) {
    again();
    control.querySelector("[data-do=pause]").focus();
  },
  stop,
};

// A voice of another language makes a text harder to follow, not easier.
function offer(root) {
  const known = voice.getVoices();
  for (const control of root.querySelectorAll("[data-listen]")) {
    const language = control.closest("[lang]").lang.slice(0, 2);
    control.hidden = known.length > 0 && !known.some((one) => one.lang.startsWith(language));
    control.toggleAttribute("data-voiceless", control.hidden);
  }
}

export function watchListening(root) {
  offer(root);
  voice.addEventListener?.("voiceschanged", () => offer(root));
  root.addEventListener("htmx:after:swap", () => offer(root));
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-listen] [data-do]");
    if (button) DO[button.dataset.do](button.closest("[data-listen]"));
  });
  root.addEventListener("change", (event) => {
    const speed = event.target.closest?.("[data-listen] select");
    if (!speed) return;
    localStorage.setItem(SPEED, speed.value);
    if (now?.control.dataset.state === "reading") again();
  });
  for (const speed of root.querySelectorAll("[data-listen] select")) {
    speed.value = localStorage.getItem(SPEED) ?? "1";
  }
  window.addEventListener("pagehide", stop);
}
