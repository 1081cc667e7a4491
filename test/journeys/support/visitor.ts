import { expect, type Page } from '@playwright/test';
import { codeIn, linkIn } from '../../support/mails.ts';
import type { Person } from '../../support/people.ts';
import type { TestPortal } from '../../support/portal.ts';
import type { ReceivedMail } from '../../support/smtp.ts';

/** How long a mail may take on a busy machine, in milliseconds. */
const mailMs = 20_000;

/** The guide's words, as a person looks for them: the names of the fields and buttons. */
export const guide = {
  email: 'Adresse de messagerie',
  next: 'Poursuivre',
  password: 'Mot de passe',
  signIn: 'Se connecter',
  code: 'Code de connexion à 6 chiffres',
  verify: 'Vérifier',
  resend: /^Vous n'avez pas reçu d'e-mail \? Renvoyer/,
  forgotten: 'Mot de passe oublié',
  goOn: 'Continuer',
  newPassword: 'Nouveau mot de passe',
  confirmPassword: 'Confirmer le nouveau mot de passe',
  reset: 'Réinitialiser le mot de passe',
  connected: "Vous êtes connecté(e) au portail de l'Opcommerce.",
} as const;

/** The subjects of the mails; the first two are the guide's. */
export const subjects = {
  code: "L'Opcommerce : votre code de connexion temporaire.",
  reset: "L'Opcommerce : demande de renouvellement de votre mot de passe.",
  link: "L'Opcommerce : votre lien de connexion.",
  newDevice: "L'Opcommerce : nouvelle connexion à votre compte.",
  changed: "L'Opcommerce : votre mot de passe a été modifié.",
  verify: "L'Opcommerce : confirmez votre adresse de messagerie.",
  exists: "L'Opcommerce : vous avez déjà un compte.",
} as const;

/** Someone at a browser and at their mailbox, who does what the guide says. */
export type Visitor = ReturnType<typeof visitorAt>;

export function visitorAt({ page, portal }: { page: Page; portal: TestPortal }) {
  const read = new Set<ReceivedMail>();
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const visitor = {
    page,
    field,
    press,

    /** Types into a field, without looking at what stands in it. */
    fill: (name: string, text: string) => page.getByLabel(name, { exact: true }).fill(text),

    /** The title of the page, as its only heading of the first level. */
    title: (name: string | RegExp) =>
      expect(page.getByRole('heading', { level: 1 })).toHaveText(name, { useInnerText: true }),

    /** The next mail to this address with this subject that was not read yet. */
    mail: async (to: string, subject: string): Promise<ReceivedMail> => {
      const fits = (mail: ReceivedMail) =>
        mail.to.includes(to) && mail.subject === subject && !read.has(mail);
      const found = await portal.smtp.waitFor(fits, mailMs);
      read.add(found);
      return found;
    },
    code: async (to: string) => codeIn(await visitor.mail(to, subjects.code)),
    link: async (to: string, subject: string, path: string) => linkIn(await visitor.mail(to, subject), path),

    giveAddress: async (email: string) => {
      await visitor.fill(guide.email, email);
      await press(guide.next);
      await visitor.title('Saisir votre mot de passe');
    },
    givePassword: async (password: string) => {
      await visitor.fill(guide.password, password);
      await press(guide.signIn);
    },
    giveCode: async (code: string) => {
      await visitor.fill(guide.code, code);
      await press(guide.verify);
    },
    chooseNew: async (password: string, again = password) => {
      await visitor.fill(guide.newPassword, password);
      await visitor.fill(guide.confirmPassword, again);
      await press(guide.reset);
    },

    /** Up to the page after the password. */
    enter: async ({ email, password }: Person) => {
      await page.goto('/connexion');
      await visitor.giveAddress(email);
      await visitor.givePassword(password);
    },
    /** Up to the code page. */
    enterUnknown: async (person: Person) => {
      await visitor.enter(person);
      await visitor.title('Renforcement de la sécurité anti-fraude');
    },
    /** The whole of it on a browser that the account does not know. */
    signIn: async (person: Person) => {
      await visitor.enterUnknown(person);
      await visitor.giveCode(await visitor.code(person.email));
      await visitor.isHome();
    },
    /** The account menu: press it and it opens, without scripts too. */
    menu: page.locator('summary', { hasText: /, (menu du compte|account menu)$/ }),
    signOut: async () => {
      await visitor.menu.click();
      await press('Se déconnecter');
      await visitor.title('Vous êtes déconnecté(e).');
    },
    isHome: () => visitor.title(guide.connected),

    /** The page came back and says, twice in the same words, what is wrong with a field [security.md 45]. */
    isRefused: async (name: string, message: string) => {
      await expect(page).toHaveTitle(/^Erreur : /);
      const summary = page.getByRole('alert');
      await expect(summary).toBeFocused();
      await expect(summary.getByRole('heading', { name: 'Il y a un problème' })).toBeVisible();
      const said = summary.getByRole('link', { name: message, exact: true });
      await expect(said).toBeVisible();
      const wrong = page.getByLabel(name, { exact: true });
      await expect(wrong).toHaveAttribute('aria-invalid', 'true');
      await expect(wrong).toHaveAccessibleDescription(new RegExp(`^${RegExp.escape(message)}`));
      await expect(said).toHaveAttribute('href', `#${await wrong.getAttribute('id')}`);
    },

    /** A dead end: what happened, the code to quote, a way on, and the help desk. */
    isDeadEnd: async (code: `PT-${number}`, title: string, ways: readonly string[]) => {
      await visitor.title(title);
      const main = page.getByRole('main');
      await expect(main).toContainText(`Code de l'erreur : ${code}`);
      await expect(main.getByRole('heading', { name: "Contacter l'aide" })).toBeVisible();
      await expect(main.getByRole('link', { name: '01 23 45 67 89' })).toBeVisible();
      for (const way of ways) await expect(main.getByRole('link', { name: way, exact: true })).toBeVisible();
    },
  };
  return visitor;
}
