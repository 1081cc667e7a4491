// « La touche Verr. Maj est activée. », under the password being typed.
for (const hint of document.querySelectorAll<HTMLElement>('[data-caps]')) {
  const input = hint.parentElement?.querySelector('input');
  if (!input) continue;
  const say = (on: boolean) => {
    const text = on ? (hint.dataset.caps ?? '') : '';
    if (hint.textContent !== text) hint.textContent = text;
  };
  const look = (event: KeyboardEvent) => {
    // Browsers that fill a field in send key events without a key.
    if (event.getModifierState) say(event.getModifierState('CapsLock'));
  };
  input.addEventListener('keydown', look);
  input.addEventListener('keyup', look);
  input.addEventListener('blur', () => say(false));
}

export {};
