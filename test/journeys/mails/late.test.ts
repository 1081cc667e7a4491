import { expect, test } from '../support/fixtures.ts';

test.use({ portalOptions: {} });

test('when mail is late the code page says so, and the code arrives once it can', {
  tag: '@both-stores',
}, async ({ page, portal, visitor, inspect }) => {
  const person = await portal.createAccount();
  await portal.smtp.stop();
  await visitor.enterUnknown(person);
  const late = page.getByText('Les e-mails partent avec du retard en ce moment.');
  await expect(async () => {
    await page.reload();
    await expect(late).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await inspect('sign-in-3-code-mail-late');
  await portal.smtp.start();
  await visitor.giveCode(await visitor.code(person.email));
  await visitor.isHome();
});
