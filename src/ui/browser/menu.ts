// The account menu opens and closes by itself; this lets Escape, a press elsewhere or going on close it too.
const menu = document.querySelector<HTMLDetailsElement>('[data-menu]');
if (menu) {
  const closeUnless = (target: EventTarget | null) => {
    if (target instanceof Node && !menu.contains(target)) menu.open = false;
  };
  document.addEventListener('click', (event) => closeUnless(event.target));
  menu.addEventListener('focusout', (event) => closeUnless(event.relatedTarget));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}

export {};
