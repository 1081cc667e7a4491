// Asks for a passkey, or makes one, and sends the answer with the form of the button that was pressed.
const staleMs = 240_000;
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-passkey]')) {
  const { form, dataset } = button;
  const said = document.querySelector('[data-passkey-said]');
  if (!form || !('parseRequestOptionsFromJSON' in (globalThis.PublicKeyCredential ?? {}))) continue;
  let [json = '{}', since] = [dataset.options, performance.now()];
  let [pending, pressed] = [new AbortController(), false];

  // A challenge lives for five minutes and is answered once, a page for longer: the same page has a new one.
  const renew = async () => {
    if (performance.now() - since < staleMs) return;
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
    json = page.querySelector<HTMLElement>('[data-passkey]')?.dataset.options ?? json;
    since = performance.now();
  };

  const ask = async (mediation?: 'conditional') => {
    pending.abort();
    pending = new AbortController();
    const { signal } = pending;
    await renew();
    const made = 'create' in dataset;
    const parse = `parse${made ? 'Creation' : 'Request'}OptionsFromJSON` as const;
    const publicKey = PublicKeyCredential[parse](JSON.parse(json)) as never;
    const credential = await navigator.credentials[made ? 'create' : 'get']({ publicKey, signal, mediation });
    if (!(credential instanceof PublicKeyCredential)) return;
    const field = { type: 'hidden', name: 'answer', value: JSON.stringify(credential.toJSON()) };
    const input = Object.assign(document.createElement('input'), field);
    form.append(input);
    form.requestSubmit();
    input.remove();
  };

  // Passkeys are listed under the address field: whatever knows these options knows how to.
  const wait = () => {
    if ('conditional' in dataset && !pressed && !document.hidden) ask('conditional').catch(() => {});
  };

  button.addEventListener('click', async (event) => {
    event.preventDefault();
    pressed = true;
    said?.replaceChildren();
    await ask().catch(({ name }: Error) => {
      if (name === 'AbortError') return;
      said?.replaceChildren((name === 'InvalidStateError' && dataset.held) || (dataset.none ?? ''));
    });
    pressed = false;
    wait();
  });
  setInterval(wait, staleMs);
  // Back from the browser's cache, the challenge may have been answered.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) since = Number.NEGATIVE_INFINITY;
    wait();
  });
}

export {};
