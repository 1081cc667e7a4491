import { type Browser, expect } from '@playwright/test';

/**
 * A mail gateway that looks at a link as some do: asks for its headers, then opens it several times in a whole
 * browser of its own, scripts on, and follows where it leads. It presses nothing [security.md 23].
 */
export async function scan(browser: Browser, link: string, address: string): Promise<void> {
  const context = await browser.newContext({ extraHTTPHeaders: { 'X-Forwarded-For': address } });
  try {
    await context.request.head(link);
    for (let times = 0; times < 2; times += 1) {
      const page = await context.newPage();
      await page.goto(link);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (!link.includes('/connexion/lien')) expect(page.url()).not.toContain('jeton=');
      await page.reload();
      await page.close();
    }
  } finally {
    await context.close();
  }
}
