import { sampleAbout, sampleMails } from '../../support/mail-samples.ts';
import { findViolationsInMail } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import { shot } from '../support/looks.ts';

const widths = { phone: 390, desktop: 1280 } as const;
const schemes = ['light', 'dark'] as const;

for (const locale of ['fr', 'en'] as const) {
  for (const [kind, { html }] of Object.entries(sampleMails(sampleAbout(locale)))) {
    test(`the mail ${kind} reads well on a phone and a desktop, light and dark [${locale}]`, async ({
      page,
    }) => {
      await page.setContent(html);
      for (const [name, width] of Object.entries(widths)) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme });
          expect(await findViolationsInMail(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          if (locale === 'fr') await shot(page, `mail-${kind}-${name}-${colorScheme}`);
        }
      }
    });
  }
}
