// The summary of errors takes the focus, also where a browser ignores autofocus on a block [security.md 45].
document.querySelector<HTMLElement>('[data-focus]')?.focus();

// A summary's link leads to the field itself, not only to its place on the page.
for (const link of document.querySelectorAll<HTMLAnchorElement>('.sum a')) {
  link.addEventListener('click', (event) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: 'center' });
  });
}

export {};
