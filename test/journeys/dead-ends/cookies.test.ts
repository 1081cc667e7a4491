import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findViolations } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import { shot } from '../support/looks.ts';
import { guide, visitorAt } from '../support/visitor.ts';

test('a browser that blocks cookies is told so, before anything was asked for nothing', async ({
  launchOptions,
  portal,
}, info) => {
  const profile = info.outputPath('profile');
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions, locale: 'fr-FR' });
  try {
    const page = await context.newPage();
    const visitor = visitorAt({ page, portal });
    await page.goto(`${portal.url}/connexion`);
    expect(await context.cookies()).toEqual([]);
    await visitor.fill(guide.email, 'camille.martin@exemple.fr');
    await visitor.press(guide.next);
    await visitor.isDeadEnd('PT-303', 'Votre navigateur bloque les cookies.', ['Se connecter']);
    expect(await findViolations(page, { scripts: true })).toEqual([]);
    await shot(page, 'dead-end-cookies-blocked-1280-light');
  } finally {
    await context.close();
  }
});
