/** Between the tabs of this browser, which have the same session. */
const tabs = new BroadcastChannel('ns-session');
let look: () => void = () => undefined;

/** What is done when the session may be another one than before. */
export function whenSessionMayHaveChanged(run: () => void): void {
  look = run;
  tabs.addEventListener('message', run);
}

/** To be called where there is a sign that the session has ended without an answer that says so. */
export function sessionMayHaveChanged(): void {
  look();
}

/** Somebody has logged in or out here. */
export function tellTabs(): void {
  tabs.postMessage('changed');
}
