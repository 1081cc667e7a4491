import { expect, type Page } from '@playwright/test';

/** A phone, a tablet, a desk. */
const between = 768;
const sizes = [
  [390, 844],
  [between, 1024],
  [1280, 800],
] as const;

/** Where the pictures of every screen and mail are kept. */
const gallery = 'build/screens';

/** Looks at the page as it stands; `name` names its pictures. */
export type Inspect = (name: string) => Promise<void>;

/**
 * `extent`, `whole`: every look with a picture of each, with scripts on SQLite. Without scripts the look of the moment
 * alone. On PostgreSQL none: the store writes no markup.
 */
export function inspectIn({
  page,
  axe,
  extent,
}: {
  page: Page;
  axe: (only?: 'colours') => Promise<void>;
  extent: 'whole' | 'moment' | 'none';
}): Inspect {
  return async (name) => {
    if (extent === 'none') return;
    if (extent === 'moment') return axe();
    const size = page.viewportSize();
    // Colours that fade from one scheme to the other would be measured half-way.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await zoomed(page);
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: 'light' });
      await fits(page);
      await shot(page, `${name}-${width}-light`);
      // Between the two, only the layout is its own.
      if (width === between) continue;
      await axe();
      await page.emulateMedia({ colorScheme: 'dark' });
      // The dark scheme changes colours alone; what fits sideways does not depend on them either.
      await axe('colours');
      await shot(page, `${name}-${width}-dark`);
    }
    await page.emulateMedia({ colorScheme: null, reducedMotion: null });
    if (size) await page.setViewportSize(size);
  };
}

/** A screen of 1280 points at 400 %: nothing sideways [WCAG 2.2, 1.4.10]. */
async function zoomed(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 256 });
  await fits(page);
}

/** Keeps a picture of the whole page. */
export async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${gallery}/${name}.png`, fullPage: true, animations: 'disabled' });
}

/** Nothing sticks out sideways. */
async function fits(page: Page): Promise<void> {
  const { needed, given } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    given: document.documentElement.clientWidth,
  }));
  expect(needed, 'the page scrolls sideways').toBeLessThanOrEqual(given);
}
