// Everything here is a convenience: each page does its work without it.
import { watchDialogs } from "./dialogs.js";
import { watchForms } from "./forms.js";

watchDialogs(document);
watchForms(document);
// Fetched only where there is something for it to do.
const listening = document.querySelectorAll("[data-listen]");
if (!("speechSynthesis" in window)) listening.forEach((control) => control.remove());
else if (listening.length) {
  import("./listen.js").then(({ watchListening }) => watchListening(document));
}
if (document.querySelector("[data-session-ends]")) {
  import("./session.js").then(({ watchSession }) => watchSession(document));
}
