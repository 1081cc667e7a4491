// « Afficher le mot de passe »: a button that exists only where this runs [security.md 6].
for (const wrap of document.querySelectorAll<HTMLElement>('[data-reveal]')) {
  const input = wrap.querySelector('input');
  const template = wrap.querySelector('template');
  if (!input || !template) continue;
  wrap.append(template.content.cloneNode(true));
  const button = wrap.querySelector('button');
  if (!button) continue;

  // Shown, it is a text field: phones must not turn its first letter into a capital.
  input.autocapitalize = 'none';
  const show = (shown: boolean) => {
    const label = (shown ? wrap.dataset.revealHide : wrap.dataset.reveal) ?? '';
    input.type = shown ? 'text' : 'password';
    button.setAttribute('aria-label', label);
    button.title = label;
    button.dataset.shown = String(shown);
  };
  show(false);
  button.addEventListener('click', () => show(input.type === 'password'));
  // Masked again before it leaves: browsers remember what was typed in a text field.
  input.form?.addEventListener('submit', () => show(false));
  // Back from the browser's cache, nothing stays readable on a shared screen.
  addEventListener('pagehide', () => show(false));
}

export {};
