// Everything here is a convenience: each page does its work without it.
import { watchDialogs } from "./dialogs.js";
import { watchForms } from "./forms.js";

watchDialogs(document);
watchForms(document);
// Where one is stands in sight, also in a row of tabs that is wider than the phone; and where the
// focus goes, for browsers are content when a part of a tab is seen.
const inSight = (tab) => {
  const list = tab.closest("ul");
  const [here, all] = [tab, list].map((one) => one.getBoundingClientRect());
  list.scrollBy(here.x + here.width / 2 - all.x - all.width / 2, 0);
};
document.querySelectorAll(".tabs__tab[aria-current]").forEach(inSight);
document.addEventListener("focusin", ({ target }) => target.matches(".tabs__tab") && inSight(target));
// Paper is white, also for those who chose the dark.
const { dataset } = document.documentElement;
const chosen = dataset.colorScheme;
addEventListener("beforeprint", () => (dataset.colorScheme = "light"));
addEventListener("afterprint", () => (dataset.colorScheme = chosen));
// Fetched only where there is something for it to do.
const listening = document.querySelectorAll("[data-listen]");
if (!("speechSynthesis" in window)) listening.forEach((control) => control.remove());
else if (listening.length) {
  import("./listen.js").then(({ watchListening }) => watchListening(document));
}
if (document.querySelector("[data-session-ends]")) {
  import("./session.js").then(({ watchSession }) => watchSession(document));
}
