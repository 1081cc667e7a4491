import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with a page as it stands: the rule, why it matters, and where. */
export async function findViolations(page: Page, { scripts }: { scripts: boolean }): Promise<string[]> {
  if (scripts) return analyze(page);
  const copy = await copyWithoutScripts(page);
  try {
    return await analyze(copy);
  } finally {
    await copy.context().close();
  }
}

async function analyze(page: Page): Promise<string[]> {
  // The other mode opens a second tab each time, for frames of other origins: there are none here.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(standards).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`),
  );
}

/**
 * The same page in a browser whose scripts are blocked by routing: axe, itself a script, hangs where
 * JavaScript is off. The form that led here is not sent again.
 */
async function copyWithoutScripts(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no browser to copy the page in');
  const body = await page.content();
  const url = page.url();
  const context = await browser.newContext({ viewport: page.viewportSize(), javaScriptEnabled: true });
  const copy = await context.newPage();
  await copy.route('**/*', (route) => {
    if (route.request().resourceType() === 'script') return route.abort();
    if (route.request().isNavigationRequest())
      return route.fulfill({ body, contentType: 'text/html; charset=utf-8' });
    return route.continue();
  });
  await copy.goto(url);
  return copy;
}
