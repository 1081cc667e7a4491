import { hourMs } from '../core/clock.ts';
import type { Account } from '../identity/accounts/service.ts';
import { mustHoldFactor } from '../identity/factors/rules.ts';
import type { Command, Given } from './command.ts';
import { printEnrolment } from './enrolment.ts';
import { type Identity, readEmail, withIdentity } from './identity.ts';
import { passwordRefusals } from './password-refusals.ts';
import { readPasswordFromStdin } from './stdin.ts';
import { exit, Misuse, Refusal, type Terminal } from './terminal.ts';

/** As long as a newcomer may take over a long week-end; a lost link is asked again with « Mot de passe oublié ». */
const invitationHours = 72;

export const command: Command = {
  name: 'account create',
  about: {
    fr: "Crée un compte. Sans --password-stdin, un lien part par courriel : la personne choisit elle-même son mot de passe. Pour un opérateur ou un administrateur, un lien d'activation est imprimé ici, une seule fois : à lui remettre en main propre.",
    en: 'Makes an account. Without --password-stdin a link is mailed: the person chooses the password. For an operator or administrator an activation link is printed here, once: hand it over in person.',
  },
  options: {
    email: { value: 'E', required: true, about: { fr: 'son adresse', en: 'the address' } },
    name: { value: 'N', required: true, about: { fr: 'son nom', en: 'the name' } },
    role: { value: 'member|operator|admin', about: { fr: 'son rôle (member)', en: 'the role (member)' } },
    locale: { value: 'fr|en', about: { fr: 'sa langue (fr)', en: 'the language (fr)' } },
    'password-stdin': { about: { fr: 'lit le mot de passe sur stdin', en: 'reads the password from stdin' } },
    json: { about: { fr: 'le compte en JSON', en: 'the account in JSON' } },
  },
  examples: [
    'poterne account create --email jeanne@exemple.fr --name "Jeanne Martin"',
    'poterne account create --email e@exemple.fr --name "E" --password-stdin < mot-de-passe.txt',
  ],
  run: async (given, terminal) => {
    const person = await readPerson(given);
    const text = given.has('password-stdin') ? await readPasswordFromStdin(terminal.stdin) : null;
    return withIdentity(terminal, async (identity) => {
      const hash = text === null ? null : await hashChosen(identity, { text, person });
      const made = await create(identity, { person, hash });
      report(made, { given, terminal, hasPassword: hash !== null });
      return exit.done;
    });
  },
};

type Person = Awaited<ReturnType<typeof readPerson>>;

async function readPerson(given: Given) {
  const role = given.text('role') ?? 'member';
  const locale = given.text('locale') ?? 'fr';
  if (role !== 'member' && role !== 'operator' && role !== 'admin') {
    throw new Misuse({
      fr: '--role est member, operator ou admin',
      en: '--role is member, operator or admin',
    });
  }
  if (locale !== 'fr' && locale !== 'en')
    throw new Misuse({ fr: '--locale est fr ou en', en: '--locale is fr or en' });
  const { parseName } = await import('../identity/accounts/rules.ts');
  const name = parseName(given.text('name')!);
  if (!name.ok)
    throw new Misuse({
      fr: `--name : ce nom ne va pas (${name.reason})`,
      en: `--name: this name will not do (${name.reason})`,
    });
  return { email: await readEmail(given.text('email')!), name: name.name, role, locale } as const;
}

async function hashChosen(
  { accounts, db, passwords }: Identity,
  { text, person }: { text: string; person: Person },
): Promise<string> {
  if (await accounts.findByEmail(db.handle, person.email)) throw exists(person);
  const chosen = await passwords.choose({
    text,
    person: { id: null, email: person.email, name: person.name, role: person.role },
    history: [],
    admission: { lane: 'known', fairKey: 'command-line' },
  });
  if (chosen.ok) return chosen.hash;
  throw new Refusal(passwordRefusals[chosen.reason]);
}

type Made = { account: Account; enrolmentUrl: string | null };

/** The account, its event and, without a password, its mail or its link: all of them or none. */
async function create(
  identity: Identity,
  { person, hash }: { person: Person; hash: string | null },
): Promise<Made> {
  const { db, accounts, audit } = identity;
  const { issueEnrolmentLink } = await import('../journeys/enrolment/service.ts');
  return db.transaction(async (tx) => {
    const made = await accounts.create(tx, { ...person, passwordHash: hash });
    if (!made.ok) throw exists(person);
    const { account } = made;
    await audit.record(tx, {
      type: 'account.created',
      accountId: account.id,
      actor: 'command-line',
      data: { how: 'command-line' },
    });
    if (!mustHoldFactor(account.role)) {
      if (hash === null) await invite(identity, tx, account);
      return { account, enrolmentUrl: null };
    }
    // Never mailed: whoever reads an administrator's mail must not become one [security.md 28].
    const { origin } = identity.mailAbout(account.locale);
    return { account, enrolmentUrl: await issueEnrolmentLink({ ...identity, origin }, tx, account) };
  });
}

async function invite(
  identity: Identity,
  tx: Parameters<Identity['mails']['enqueue']>[0],
  account: Account,
): Promise<void> {
  const [{ invitationMail }, { mailedLink, paths }] = await Promise.all([
    import('../identity/accounts/mails.ts'),
    import('../routes.ts'),
  ]);
  const { token, expiresAt } = await identity.links.issue(tx, {
    purpose: 'password-reset',
    accountId: account.id,
    email: account.email,
    lifeMs: invitationHours * hourMs,
    replaces: true,
  });
  const about = identity.mailAbout(account.locale);
  const url = mailedLink(about.origin, paths.resetLink, token);
  const mail = invitationMail(about, {
    url,
    name: account.name,
    hours: invitationHours,
  });
  await identity.mails.enqueue(tx, {
    kind: 'invitation',
    to: account.email,
    accountId: account.id,
    expiresAt,
    ...mail,
  });
}

const exists = ({ email }: Person) =>
  new Refusal({ fr: `${email} a déjà un compte`, en: `${email} has an account already` });

function report(
  { account, enrolmentUrl }: Made,
  { given, terminal, hasPassword }: { given: Given; terminal: Terminal; hasPassword: boolean },
): void {
  const { id, email, name, role, locale } = account;
  const password = hasPassword ? 'set' : enrolmentUrl === null ? 'mailed-link' : 'enrolment-link';
  if (given.has('json')) {
    terminal.out(
      JSON.stringify({ id, email, name, role, locale, password, ...(enrolmentUrl && { enrolmentUrl }) }),
    );
    return;
  }
  if (enrolmentUrl !== null) {
    terminal.out(terminal.say({ fr: `Compte créé : ${email}.`, en: `Account made: ${email}.` }));
    printEnrolment(terminal, enrolmentUrl);
    return;
  }
  terminal.out(
    password === 'mailed-link'
      ? terminal.say({
          fr: `Compte créé : ${email}. Un lien valable ${invitationHours} heures part par courriel dès que le portail tourne.`,
          en: `Account made: ${email}. A link valid for ${invitationHours} hours leaves by mail as soon as the portal runs.`,
        })
      : terminal.say({ fr: `Compte créé : ${email}.`, en: `Account made: ${email}.` }),
  );
}
