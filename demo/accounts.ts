import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bilingual } from '../src/cli/terminal.ts';
import type { Config } from '../src/config.ts';
import { newToken } from '../src/core/tokens.ts';
import { parseEmail } from '../src/identity/accounts/rules.ts';
import { openIdentity } from '../src/main.ts';

export type DemoAccount = { email: string; password: string; about: Bilingual };

type Person = Omit<DemoAccount, 'password'> & { name: string; locale: 'fr' | 'en'; state?: 'due' | 'locked' };

const people: Person[] = [
  {
    email: 'camille.martin@membres.example',
    name: 'Camille Martin',
    locale: 'fr',
    about: { fr: 'un compte ordinaire', en: 'an ordinary account' },
  },
  {
    email: 'alex.durand@membres.example',
    name: 'Alex Durand',
    locale: 'fr',
    state: 'due',
    about: { fr: 'devra choisir un nouveau mot de passe', en: 'will have to choose a new password' },
  },
  {
    email: 'dominique.petit@membres.example',
    name: 'Dominique Petit',
    locale: 'fr',
    state: 'locked',
    about: { fr: 'un compte désactivé', en: 'a disabled account' },
  },
  {
    email: 'sam.taylor@membres.example',
    name: 'Sam Taylor',
    locale: 'en',
    about: { fr: 'une personne qui lit l’anglais', en: 'someone who reads English' },
  },
];

/**
 * The accounts of the demo, made at its first start with random passwords that stay in its folder, for its
 * owner alone [security.md 17]. What was done to them since is left as it is.
 */
export async function ensureAccounts(config: Config, folder: string): Promise<DemoAccount[]> {
  const passwords = readPasswords(join(folder, 'accounts.json'));
  const identity = await openIdentity(config);
  try {
    await Promise.all(people.map((person) => ensure(identity, person, passwords[person.email]!)));
  } finally {
    await identity.close();
  }
  return people.map(({ email, about }) => ({ email, password: passwords[email]!, about }));
}

function readPasswords(file: string): Record<string, string> {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const passwords = Object.fromEntries(people.map(({ email }) => [email, known[email] ?? newPassword()]));
  // Written before the accounts are made: a start that is cut short leaves none that nobody can open.
  writeFileSync(file, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600 });
  return passwords;
}

/** 120 random bits in groups that can be read aloud. */
function newPassword(): string {
  const letters = newToken().replace(/[-_]/g, '').slice(0, 20);
  return letters.replace(/(.{5})(?=.)/g, '$1-');
}

type Identity = Awaited<ReturnType<typeof openIdentity>>;

async function ensure(identity: Identity, person: Person, password: string): Promise<void> {
  const { db, accounts, passwords, audit } = identity;
  const parsed = parseEmail(person.email);
  if (!parsed.ok || (await accounts.findByEmail(db.handle, parsed.email))) return;
  const { name, locale, state } = person;
  const chosen = await passwords.choose({
    text: password,
    person: { id: null, email: parsed.email, name, role: 'member' },
    history: [],
    admission: { lane: 'known', fairKey: 'demo' },
  });
  if (!chosen.ok) throw new Error(`the demo's own password was refused: ${chosen.reason}`);
  await db.transaction(async (tx) => {
    const made = await accounts.create(tx, {
      email: parsed.email,
      name,
      locale,
      role: 'member',
      passwordHash: chosen.hash,
    });
    if (!made.ok) return;
    const { id } = made.account;
    await audit.record(tx, {
      type: 'account.created',
      accountId: id,
      actor: 'command-line',
      data: { how: 'command-line' },
    });
    if (state === 'due') await accounts.requireRenewal(tx, { id, reason: 'policy' });
    if (state === 'locked') await accounts.lock(tx, id);
  });
}
