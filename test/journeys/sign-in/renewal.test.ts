import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { guide, subjects } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };

test(
  'a new password is asked for in the flow, cannot be skipped, and the sign-in resumes',
  all,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.signIn(person);
    await visitor.signOut();
    expect((await portal.command(['account', 'renew', person.email])).code).toBe(0);
    await visitor.enter(person);
    await visitor.title('Choisir un nouveau mot de passe');
    await expect(
      page.getByText("L'équipe d'aide a demandé le renouvellement de votre mot de passe."),
    ).toBeVisible();
    await expect(page.getByText('13 caractères au minimum')).toBeVisible();
    await expect(
      page.getByText(
        'Mélangez majuscules, minuscules, chiffres et caractères spéciaux pour plus de sécurité',
      ),
    ).toBeVisible();
    await inspect('sign-in-5-renewal');

    const here = page.url();
    await page.goto('/');
    await visitor.title('Se connecter');
    await page.goto(here);

    await visitor.chooseNew('trop court');
    await visitor.isRefused(
      guide.newPassword,
      'Ce mot de passe est trop court. Choisissez au moins 13 caractères.',
    );
    await inspect('sign-in-5-renewal-refused');
    await visitor.chooseNew(person.password);
    await visitor.isRefused(
      guide.newPassword,
      'Vous avez déjà utilisé ce mot de passe. Choisissez-en un nouveau.',
    );
    const { password } = newPerson();
    await visitor.chooseNew(password, `${password}x`);
    await visitor.isRefused(
      guide.confirmPassword,
      'Les deux mots de passe ne sont pas identiques. Saisissez-les à nouveau.',
    );
    await visitor.chooseNew(password);
    await visitor.isHome();
    await visitor.mail(person.email, subjects.changed);

    await visitor.signOut();
    await visitor.enter({ ...person, password });
    await visitor.isHome();
  },
);
