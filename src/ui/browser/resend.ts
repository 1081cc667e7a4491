// « Renvoyer dans 48 s »: a countdown for the eye; the server enforces the wait [security.md 19].
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-wait]')) {
  const half = button.lastElementChild;
  if (!half) continue;
  const label = half.textContent;
  const waiting = button.dataset.waitText ?? '';
  const until = performance.now() + Number(button.dataset.wait) * 1000;
  // Focusable and named all along, and no live region: a screen reader is not told every second.
  button.setAttribute('aria-disabled', 'true');
  const tick = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left > 0) {
      half.textContent = waiting.replace('{n}', String(left));
      return;
    }
    clearInterval(timer);
    button.removeAttribute('aria-disabled');
    half.textContent = label;
  };
  const timer = setInterval(tick, 500);
  tick();
  button.addEventListener('click', (event) => {
    if (button.getAttribute('aria-disabled') === 'true') event.preventDefault();
  });
}

export {};
