import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

// The builder of @axe-core/playwright sends axe anew for every look; a page here is looked at four times.
const { source } = createRequire(import.meta.resolve('@axe-core/playwright'))('axe-core') as {
  source: string;
};

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ofPages: RunOptions = { runOnly: [...standards, 'best-practice'], resultTypes: ['violations'] };
/** The rules that look at colours: all that another colour scheme of the same page can break. */
const ofColours: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  resultTypes: ['violations'],
};
// The best practices are about whole pages: a mail stands inside one, the mail program's.
const ofMails: RunOptions = { ...ofPages, runOnly: standards };

/** What axe finds wrong with a page as it stands: the rule, why it matters, and where. */
export async function findViolations(
  page: Page,
  { scripts, only }: { scripts: boolean; only?: 'colours' },
): Promise<string[]> {
  return analyze(scripts ? page : await copyWithoutScripts(page), only ? ofColours : ofPages);
}

/** The same for a mail, drawn alone. */
export async function findViolationsInMail(page: Page): Promise<string[]> {
  return analyze(page, ofMails);
}

async function analyze(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const { violations } = await page.evaluate(
    (asked) =>
      (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(asked),
    options,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`),
  );
}

/** The copy that belongs to a page, for as long as both live. */
const copies = new WeakMap<Page, Page>();

/**
 * The same page in a browser whose scripts are blocked by routing: axe, itself a script, hangs where
 * JavaScript is off. The form that led here is not sent again.
 */
async function copyWithoutScripts(page: Page): Promise<Page> {
  const copy = copies.get(page) ?? (await openCopy(page));
  copies.set(page, copy);
  const body = await page.content();
  await copy.unrouteAll();
  await copy.route('**/*', (route) => {
    if (route.request().resourceType() === 'script') return route.abort();
    if (route.request().isNavigationRequest())
      return route.fulfill({ body, contentType: 'text/html; charset=utf-8' });
    return route.continue();
  });
  await copy.goto(page.url());
  return copy;
}

async function openCopy(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no browser to copy the page in');
  const context = await browser.newContext({ viewport: page.viewportSize(), javaScriptEnabled: true });
  // The browser may be gone before: at the end of the tests nobody waits for this.
  page.once('close', () => void context.close().catch(() => {}));
  return context.newPage();
}
