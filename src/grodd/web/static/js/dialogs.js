// Links that open a dialog (data-opens) or close it (data-closes). Without this file they are
// links to #id, and the style sheet shows the dialog that is the target of the address.

export function watchDialogs(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-opens]");
    const closer = event.target.closest?.("[data-closes]");
    const dialog = opener
      ? document.getElementById(opener.dataset.opens)
      : closer?.closest("dialog");
    if (!dialog) return;
    event.preventDefault();
    if (opener) dialog.showModal();
    else dialog.close();
  });
  if (location.hash.length > 1) {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDialogElement && !target.open) target.showModal();
  }
}
