// Passkeys, where the browser knows them: their button appears, and only then is the module fetched that asks.
const known = 'parseRequestOptionsFromJSON' in (globalThis.PublicKeyCredential ?? {});
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-passkey]')) {
  if (!known) break;
  button.hidden = false;
  for (const note of document.querySelectorAll<HTMLElement>('[data-no-passkey]')) note.hidden = true;
  void import(button.dataset.passkey ?? '').then(({ offer }) => offer(button));
}

export {};
