// Everything here is a convenience: each page does its work without it.
import { watchDialogs } from "./dialogs.js";
import { drawn } from "./drawn.js";
import { watchForms } from "./forms.js";
import { bringLive } from "./live.js";
import { watchTabs } from "./tabs.js";

watchDialogs(document);
watchForms(document);
bringLive(document);
watchTabs(document);
const { dataset } = document.documentElement;
// Letters that came late would move what is being read, so the first page of a visit keeps those of
// the machine. Whoever has kept the styles has kept ours too, and reads in them from the start.
const isKept = ({ initiatorType, transferSize }) => initiatorType === "link" && !transferSize;
if (performance.getEntriesByType("resource").some(isKept)) dataset.letters = "own";
else drawn(() => document.fonts.load("1rem Figtree"));
// Paper is white, also for those who chose the dark.
const chosen = dataset.colorScheme;
addEventListener("beforeprint", () => (dataset.colorScheme = "light"));
addEventListener("afterprint", () => (dataset.colorScheme = chosen));
// Fetched only where there is something for it to do.
const listening = document.querySelectorAll("[data-listen]");
if (!("speechSynthesis" in window)) listening.forEach((control) => control.remove());
else if (listening.length) {
  drawn(() => import("./listen.js").then(({ watchListening }) => watchListening(document)));
}
if (document.querySelector("[data-session-ends]")) {
  drawn(() => import("./session.js").then(({ watchSession }) => watchSession(document)));
}
