// Where one is stands in sight, also in a row of tabs that is wider than the phone; and where the
// focus goes, for browsers are content when a part of a tab is seen.

function bringIntoSight(tab) {
  const list = tab.closest("ul");
  const [here, all] = [tab, list].map((one) => one.getBoundingClientRect());
  list.scrollBy(here.x + here.width / 2 - all.x - all.width / 2, 0);
}

export function watchTabs(root) {
  root.querySelectorAll(".tabs__tab[aria-current]").forEach(bringIntoSight);
  root.addEventListener("focusin", ({ target }) => {
    if (target.matches(".tabs__tab")) bringIntoSight(target);
  });
}
