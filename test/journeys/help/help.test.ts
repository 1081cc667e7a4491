import { expect, test } from '../support/fixtures.ts';
import { guide, subjects } from '../support/visitor.ts';

test('« Aide » is the guide, in reach from every page', { tag: ['@both-stores', '@without-script'] }, async ({
  page,
  visitor,
  inspect,
}) => {
  await page.goto('/connexion');
  await page.getByRole('link', { name: 'Aide', exact: true }).click();
  await visitor.title('Aide');
  const main = page.getByRole('main');
  for (const said of [
    "Je me connecte au portail de l'Opcommerce",
    'la connexion se fait en 2 étapes seulement (identifiant + mot de passe)',
    'Je renouvelle mon mot de passe',
    'Votre mot de passe doit comporter au moins 13 caractères.',
    'Mélangez majuscules, minuscules, chiffres et caractères spéciaux pour plus de sécurité.',
    'Vous êtes alors redirigé(e)',
    guide.connected,
    subjects.code,
    subjects.reset,
    'En résumé',
  ]) {
    await expect(main).toContainText(said);
  }
  await inspect('help');
  await main.getByRole('link', { name: guide.signIn, exact: true }).click();
  await visitor.title('Se connecter');
});
