// What nobody waits for comes when the page has been drawn for the first time.

export function drawn(act) {
  if (!PerformanceObserver.supportedEntryTypes?.includes("paint")) return setTimeout(act);
  const watching = new PerformanceObserver(() => {
    watching.disconnect();
    act();
  });
  watching.observe({ type: "paint", buffered: true });
}
