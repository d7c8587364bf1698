// Everything here is a convenience: each page does its work without it.
import { watchDialogs } from "./dialogs.js";
import { watchForms } from "./forms.js";

watchDialogs(document);
watchForms(document);
// Fetched only where there is something for it to do.
if (document.querySelector("[data-listen]") && "speechSynthesis" in window) {
  import("./listen.js").then(({ watchListening }) => watchListening(document));
}
if (document.querySelector("[data-session-ends]")) {
  import("./session.js").then(({ watchSession }) => watchSession(document));
}
