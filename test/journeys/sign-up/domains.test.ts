import { newPerson } from '../../support/people.ts';
import { test } from '../support/fixtures.ts';
import { guide } from '../support/visitor.ts';

test.use({ portalOptions: { config: { signUp: { domains: ['exemple.fr'] } } } });

test('where sign-up is for some domains another is refused, and those are not', async ({
  page,
  visitor,
  inspect,
}) => {
  await page.goto('/creer-un-compte');
  await visitor.fill(guide.email, 'camille.martin@autre.example');
  await visitor.press(guide.goOn);
  await visitor.isDeadEnd('PT-402', 'Cette adresse ne permet pas de créer un compte.', [
    'Créer un compte',
    'Se connecter',
  ]);
  await inspect('dead-end-domain-refused');
  await page.getByRole('main').getByRole('link', { name: 'Créer un compte' }).click();
  await visitor.fill(guide.email, newPerson().email);
  await visitor.press(guide.goOn);
  await visitor.title('Consultez votre boîte mail');
});
