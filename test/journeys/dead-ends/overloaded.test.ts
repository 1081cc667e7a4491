import { expect, test } from '../support/fixtures.ts';
import { flood } from '../support/strangers.ts';
import { guide } from '../support/visitor.ts';

// One slow hash at a time, and nobody waits for more than a tenth of a second.
test.use({
  portalOptions: {
    config: { hashing: { concurrency: 1, maxQueued: 1, maxWait: '100ms', memoryKiB: 131_072, passes: 8 } },
  },
});

test('a portal that is asked too much says so at once, and works again when that is over', async ({
  page,
  portal,
  visitor,
  inspect,
}) => {
  await page.goto('/connexion');
  await visitor.giveAddress('camille.martin@exemple.fr');
  const crowd = flood(portal.url, 4);
  try {
    await expect(async () => {
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await visitor.givePassword('mauvais mot de passe');
      const answer = await answered;
      expect(answer.status()).toBe(503);
      expect(answer.headers()['retry-after']).toMatch(/^\d+$/);
    }).toPass({ timeout: 30_000 });
  } finally {
    await crowd.stop();
  }
  await visitor.isDeadEnd('PT-701', 'Le portail est très demandé en ce moment.', ['Réessayer']);
  await inspect('dead-end-overloaded');
  await page.getByRole('link', { name: 'Réessayer' }).click();
  await visitor.givePassword('mauvais mot de passe');
  await visitor.isRefused(guide.password, 'Adresse ou mot de passe incorrect.');
});
