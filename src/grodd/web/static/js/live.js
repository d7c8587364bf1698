// Brings htmx to a page with parts that are fetched anew. Whoever types at once, before it is here,
// loses nothing: it is told afterwards.
import { drawn } from "./drawn.js";

const KINDS = ["input", "change"];

export function bringLive(root) {
  const place = root.querySelector("[data-live]");
  if (!place) return;
  const early = new Map();
  const keep = ({ target, type }) => early.set(type, target);
  const tell = () => {
    KINDS.forEach((kind) => root.removeEventListener(kind, keep, true));
    root.documentElement.dataset.live = "here";
    early.forEach((target, kind) => target.dispatchEvent(new Event(kind, { bubbles: true })));
  };
  KINDS.forEach((kind) => root.addEventListener(kind, keep, true));
  const script = Object.assign(root.createElement("script"), { src: place.dataset.live });
  // It looks at the page in a turn of its own.
  script.addEventListener("load", () => setTimeout(tell));
  drawn(() => root.head.append(script));
}
