/** What the portal's style sheet does not have. */
export const ownStyles = `
.captured main { max-width: 56rem; margin: 0 auto; padding: 2rem 1rem 4rem; display: grid; gap: 1.5rem; }
.captured header { display: grid; gap: .5rem; }
.captured h1 { overflow-wrap: anywhere; }
.captured ol { display: grid; gap: .75rem; list-style: none; margin: 0; padding: 0; }
.captured li a { display: grid; grid-template-columns: 1fr auto; gap: .25rem 1rem; padding: 1rem 1.25rem;
  color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: var(--r-l);
  text-decoration: none; box-shadow: var(--shadow-s); }
.captured li a:hover strong { text-decoration: underline; }
.captured li strong { grid-column: 1; }
.captured li span { grid-column: 1; color: var(--ink-2); overflow-wrap: anywhere; }
.captured li time { grid-column: 2; grid-row: 1; color: var(--ink-2); }
.captured dl { display: grid; gap: .25rem; margin: 0; color: var(--ink-2); }
.captured dl div { display: flex; gap: .5rem; }
.captured dd { margin: 0; color: var(--ink); overflow-wrap: anywhere; }
.captured .none { padding: 2rem; border: 1px dashed var(--line-field); border-radius: var(--r-l); }
.captured iframe { width: 100%; height: 44rem; border: 1px solid var(--line); border-radius: var(--r-l); background: #fff; }
.captured pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1.25rem; background: var(--surface);
  border: 1px solid var(--line); border-radius: var(--r-l); font: .9375rem/1.6 ui-monospace, monospace; }
`;

/** Asks every two seconds, only while someone looks, and draws only what changed. */
export const ownScript = `
const list = document.querySelector('[data-fresh]');
async function refresh() {
  if (document.visibilityState !== 'visible') return;
  const page = await fetch('/').then((answer) => answer.text()).catch(() => null);
  if (page === null) return;
  const fresh = new DOMParser().parseFromString(page, 'text/html').querySelector('[data-fresh]');
  if (fresh && fresh.innerHTML !== list.innerHTML) list.replaceChildren(...fresh.childNodes);
}
if (list) {
  setInterval(refresh, 2000);
  document.addEventListener('visibilitychange', refresh);
}
`;
