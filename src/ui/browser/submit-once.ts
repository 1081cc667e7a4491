// One click sends once; the green button says « Connexion en cours… » and keeps its size.
for (const form of document.querySelectorAll<HTMLFormElement>('form[method=post]')) {
  const main = form.querySelector<HTMLButtonElement>('[data-busy]');
  const idle = main ? Array.from(main.childNodes) : [];
  let sent = false;

  form.addEventListener('submit', (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    if (!main || (event.submitter && event.submitter !== main)) return;
    const spinner = document.createElement('span');
    spinner.className = 'spin';
    main.setAttribute('aria-disabled', 'true');
    main.replaceChildren(spinner, main.dataset.busy ?? '');
  });

  // Back from the browser's cache: the form works again.
  addEventListener('pageshow', () => {
    sent = false;
    if (!main) return;
    main.removeAttribute('aria-disabled');
    main.replaceChildren(...idle);
  });
}

export {};
