// Passkeys, where the browser knows them: their button appears, and what is said in its place goes.
if ('parseRequestOptionsFromJSON' in (globalThis.PublicKeyCredential ?? {})) {
  const all = <Kind extends HTMLElement>(what: string) => document.querySelectorAll<Kind>(what);
  for (const button of all('[data-passkey]')) button.hidden = false;
  for (const note of all('[data-no-passkey]')) note.hidden = true;
}

export {};
