import { newPerson, type Person } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { letPass } from '../support/time.ts';
import { guide, subjects, type Visitor } from '../support/visitor.ts';

const both = { tag: '@without-script' };

/** Asks for a renewal and returns the link of its mail. */
async function askLink(visitor: Visitor, { email }: Pick<Person, 'email'>): Promise<string> {
  await visitor.page.goto('/mot-de-passe-oublie');
  await visitor.fill(guide.email, email);
  await visitor.press(guide.goOn);
  await visitor.title('Consultez votre boîte mail');
  return visitor.link(email, subjects.reset, '/renouvellement');
}

test('a used link, a replaced one and an expired one say so, with a way on', async ({
  page,
  portal,
  visitor,
  inspect,
}) => {
  const person = await portal.createAccount();
  const first = await askLink(visitor, person);
  const second = await askLink(visitor, person);
  await page.goto(first);
  await visitor.isDeadEnd('PT-103', 'Un lien plus récent vous a été envoyé.', [guide.forgotten]);
  await inspect('dead-end-link-replaced');

  await page.goto(second);
  await visitor.chooseNew(newPerson().password);
  await visitor.title('Votre mot de passe est mis à jour.');
  await page.goto(second);
  await visitor.isDeadEnd('PT-102', 'Ce lien a déjà servi.', [guide.forgotten, guide.signIn]);
  await inspect('dead-end-link-used');

  const third = await askLink(visitor, person);
  await letPass(portal, 60 * 60_000 + 1_000);
  await page.goto(third);
  await visitor.isDeadEnd('PT-101', 'Ce lien a expiré.', [guide.forgotten]);
  await inspect('dead-end-link-expired');
});

test('a link that expires while its page is open keeps nothing', async ({ page, portal, visitor }) => {
  const person = await portal.createAccount();
  await page.goto(await askLink(visitor, person));
  await visitor.title('Choisir un nouveau mot de passe');
  await letPass(portal, 59 * 60_000);
  await page.reload();
  await visitor.title('Choisir un nouveau mot de passe');
  await letPass(portal, 2 * 60_000);
  await visitor.chooseNew(newPerson().password);
  await expect(page.getByRole('main')).toContainText(/PT-(101|302)/);
});

test('a link that was cut is not taken for another', async ({ page, portal, visitor, inspect }) => {
  const link = await askLink(visitor, await portal.createAccount());
  await page.goto(link.slice(0, -5));
  await visitor.isDeadEnd('PT-104', "Ce lien n'est pas complet.", [guide.forgotten]);
  await inspect('dead-end-link-unknown');
});

test('too many mails for one address: until when', async ({ page, portal, visitor, inspect }) => {
  const person = await portal.createAccount();
  for (let mails = 1; mails <= 3; mails += 1) await askLink(visitor, person);
  await page.goto('/mot-de-passe-oublie');
  await visitor.fill(guide.email, person.email);
  await visitor.press(guide.goOn);
  await visitor.isDeadEnd('PT-203', "Trop d'e-mails demandés", ['Se connecter']);
  await expect(page.getByRole('main')).toContainText(/Vous pourrez réessayer dans (59|60) minutes/);
  await inspect('dead-end-mails-limit');
});

test('« Renvoyer » sends another link after a minute', both, async ({ page, portal, visitor }) => {
  const person = await portal.createAccount();
  await askLink(visitor, person);
  await letPass(portal, 61_000);
  await page.reload();
  await page.getByRole('button', { name: guide.resend }).click();
  await visitor.title('Consultez votre boîte mail');
  await page.goto(await visitor.link(person.email, subjects.reset, '/renouvellement'));
  await visitor.title('Choisir un nouveau mot de passe');
});

test('an account made without a password gets a link to choose one', async ({ page, portal, visitor }) => {
  const person = newPerson();
  const made = await portal.command(['account', 'create', '--email', person.email, '--name', person.name]);
  expect(made.code, made.stderr).toBe(0);
  await page.goto(
    await visitor.link(person.email, "L'Opcommerce : votre compte est prêt.", '/renouvellement'),
  );
  await visitor.chooseNew(person.password);
  await visitor.title('Votre mot de passe est mis à jour.');
  await visitor.signIn(person);
});
