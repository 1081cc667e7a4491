import { expect, test } from '../support/fixtures.ts';
import { guide } from '../support/visitor.ts';

const both = { tag: ['@both-stores', '@without-script'] };

test(
  'a new member signs in as the guide says: address, password, code, portal',
  both,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await page.goto('/');
    await visitor.title('Se connecter');
    await expect(page.getByText("Identifiez-vous pour avoir accès à vos outils l'Opcommerce.")).toBeVisible();
    await expect(page.getByRole('link', { name: 'Créer un compte', exact: true })).toHaveText(
      'Créer un compte →',
    );
    await inspect('sign-in-1-address');

    await visitor.giveAddress(person.email);
    await expect(
      page.getByText("Saisissez le mot de passe associé à votre compte l'Opcommerce"),
    ).toBeVisible();
    await expect(visitor.field(guide.email)).toHaveValue(person.email);
    await expect(page.getByRole('link', { name: guide.forgotten })).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'Abandonner et retourner vers votre portail' }),
    ).toHaveAttribute('href', /^\/connexion\/abandonner/);
    await inspect('sign-in-2-password');

    await visitor.givePassword(person.password);
    await visitor.title('Renforcement de la sécurité anti-fraude');
    await expect(page.getByText("C'est votre première connexion.")).toBeVisible();
    for (const sentence of [
      `Nous avons envoyé un code de connexion sur la boîte email ${person.email}`,
      'Merci de vous y connecter pour récupérer le code, que vous devrez entrer ci-dessous.',
      'Le code est valable 10 minutes.',
      'Si vous ne trouvez pas le code, vérifiez dans vos courriers indésirables.',
      "Sinon vous pouvez demander l'envoi d'un nouveau code.",
    ]) {
      await expect(page.getByRole('main')).toContainText(sentence);
    }
    await expect(page.getByRole('button', { name: guide.resend })).toBeVisible();
    await inspect('sign-in-3-code');

    await visitor.giveCode(await visitor.code(person.email));
    await visitor.isHome();
    await expect(page).toHaveURL(`${portal.url}/`);
    await expect(page.getByText("C'est votre première connexion.")).toBeVisible();
    await inspect('sign-in-4-home');
  },
);
