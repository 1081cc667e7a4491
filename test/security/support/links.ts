import assert from 'node:assert/strict';
import { type Path, paths } from '../../../src/routes.ts';
import type { Desk } from '../../support/desk.ts';
import type { Member } from '../../support/member.ts';

const chosen = { new: 'Girafe-Nuage-42-Tambour', confirm: 'Girafe-Nuage-42-Tambour' };

/** A mailed link of one kind: how to get one, what its form takes, and where its use ends. */
export type LinkKind = {
  name: string;
  landing: Path;
  lifeMs: number;
  fields: Record<string, string>;
  done: Path;
  /** Asks for one by the pages; `again` asks for a newer one, for the same address. */
  order(desk: Desk): Promise<{ email: string; link: string; again(): Promise<string> }>;
};

/** Every link that any browser may use; the link in a code's place is bound to one browser. */
export const linkKinds: readonly LinkKind[] = [
  {
    name: 'the renewal link',
    landing: paths.resetLink,
    lifeMs: 60 * 60_000,
    fields: chosen,
    done: paths.resetDone,
    order: async (desk) => {
      const { email } = await desk.join();
      return ordered(desk, { email, from: paths.forgotten, subject: 'renouvellement' });
    },
  },
  {
    name: 'the sign-up link',
    landing: paths.signUpLink,
    lifeMs: 48 * 3_600_000,
    fields: { name: 'Dominique Petit', ...chosen },
    done: paths.signUpDone,
    order: async (desk) => {
      const email = `nouveau.${Math.random().toString(36).slice(2)}@exemple.fr`;
      return ordered(desk, { email, from: paths.signUp, subject: 'confirmez votre adresse' });
    },
  },
  {
    name: '« Ce n’était pas moi »',
    landing: paths.notMeLink,
    lifeMs: 30 * 86_400_000,
    fields: {},
    done: paths.notMeDone,
    order: async (desk) => {
      const person = await desk.join();
      await desk.browser().signIn(person);
      const again = async (browser: Member = desk.browser()) => {
        const seen = desk.smtp.mails.length;
        await browser.signIn(person);
        return browser.link(person.email, 'nouvelle connexion', seen);
      };
      return { email: person.email, link: await again(), again: () => again() };
    },
  },
];

async function ordered(desk: Desk, { email, from, subject }: { email: string; from: Path; subject: string }) {
  const again = async () => {
    const browser = desk.browser();
    const seen = desk.smtp.mails.length;
    await browser.open(from);
    await browser.submit({ username: email });
    assert.equal(browser.page.status, 200, browser.page.body);
    return browser.link(email, subject, seen);
  };
  return { email, link: await again(), again };
}
