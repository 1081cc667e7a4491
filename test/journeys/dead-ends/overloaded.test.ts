import { expect, test } from '../support/fixtures.ts';
import { guide, visitorAt } from '../support/visitor.ts';

// One hash at a time, each a good second long, and nobody waits for more than a tenth of one.
test.use({
  portalOptions: {
    config: { hashing: { concurrency: 1, maxQueued: 1, maxWait: '100ms', memoryKiB: 131_072, passes: 20 } },
  },
});

test('a portal that is asked too much says so at once, and loses nothing', async ({
  browser,
  page,
  portal,
  visitor,
  inspect,
}) => {
  await page.goto('/connexion');
  await visitor.giveAddress('camille.martin@exemple.fr');
  const crowd = await browser.newContext({ locale: 'fr-FR', baseURL: portal.url });
  const others = [];
  for (let i = 0; i < 3; i += 1) {
    const other = visitorAt({ page: await crowd.newPage(), portal });
    await other.page.goto('/connexion');
    await other.giveAddress(`quelqu.un.${i}@exemple.fr`);
    others.push(other);
  }
  // The answer of whoever came first is on its way while the last one asks.
  for (const other of others) await other.fill(guide.password, 'mauvais mot de passe');
  const sent = others.map((other) => other.press(guide.signIn));
  await visitor.fill(guide.password, 'mauvais mot de passe');
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await visitor.press(guide.signIn);
  expect((await answer).headers()['retry-after']).toMatch(/^\d+$/);
  await visitor.isDeadEnd('PT-701', 'Le portail est très demandé en ce moment.', ['Réessayer']);
  await Promise.all(sent);
  await inspect('dead-end-overloaded');
  await page.getByRole('link', { name: 'Réessayer' }).click();
  await visitor.givePassword('mauvais mot de passe');
  await visitor.isRefused(guide.password, 'Adresse ou mot de passe incorrect.');
  await crowd.close();
});
