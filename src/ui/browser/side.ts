// The menu of « Mon compte » says which section is in view; without scripts it only leads there.
const links = new Map<Element, Element>();
for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-side] a')) {
  const section = document.getElementById(link.hash.slice(1));
  if (section && link.pathname === location.pathname) links.set(section, link);
}

const seen = new Set<Element>();
const watch = new IntersectionObserver((changes) => {
  for (const { target, isIntersecting } of changes) {
    if (isIntersecting) seen.add(target);
    else seen.delete(target);
  }
  const first = [...links.keys()].find((section) => seen.has(section));
  if (!first) return;
  for (const [section, link] of links) {
    if (section === first) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
});
for (const section of links.keys()) watch.observe(section);

export {};
