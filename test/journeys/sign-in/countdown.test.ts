import { expect, test } from '../support/fixtures.ts';
import { letPass } from '../support/time.ts';
import { guide } from '../support/visitor.ts';

test('« Renvoyer » counts the wait down, stays in reach of the keyboard, then works', async ({
  page,
  portal,
  visitor,
  inspect,
}) => {
  const person = await portal.createAccount();
  await page.clock.install();
  await visitor.enterUnknown(person);
  const resend = page.getByRole('button', { name: guide.resend });
  await expect(resend).toHaveAccessibleName(/Renvoyer dans (60|5\d) s$/);
  await expect(resend).toHaveAttribute('aria-disabled', 'true');
  await inspect('sign-in-3-code-countdown');
  await page.clock.runFor(20_000);
  await expect(resend).toHaveAccessibleName(/Renvoyer dans (40|3\d) s$/);
  await resend.focus();
  await expect(resend).toBeFocused();
  await page.clock.runFor(41_000);
  await expect(resend).toHaveAccessibleName("Vous n'avez pas reçu d'e-mail ? Renvoyer");
  await expect(resend).not.toHaveAttribute('aria-disabled');

  await letPass(portal, 61_000);
  await resend.click();
  await expect(page.getByText('Un nouveau code vient de partir.')).toBeVisible();
});

test.describe('where scripts are off', () => {
  test('the wait is said in words', { tag: '@without-script' }, async ({
    page,
    portal,
    visitor,
    javaScriptEnabled,
  }) => {
    await visitor.enterUnknown(await portal.createAccount());
    const said = page.getByText(/Vous pourrez demander un nouveau code dans /);
    await expect(said).toHaveCount(javaScriptEnabled === false ? 1 : 0);
  });
});
