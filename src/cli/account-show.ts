import type { Account } from '../identity/accounts/service.ts';
import type { Command } from './command.ts';
import { findAccount, type Identity, withIdentity } from './identity.ts';
import { exit, type Terminal } from './terminal.ts';

const eventsShown = 20;

export const command: Command = {
  name: 'account show',
  about: {
    fr: 'Montre un compte, ses sessions, ses appareils reconnus et ses derniers événements. Jamais une empreinte de mot de passe.',
    en: 'Shows an account, its sessions, the devices it knows and its last events. Never a hash.',
  },
  args: ['EMAIL'],
  options: { json: { about: { fr: 'le tout en JSON', en: 'all of it in JSON' } } },
  run: (given, terminal) =>
    withIdentity(terminal, async (identity) => {
      const shown = await gather(identity, await findAccount(identity, given.args[0]!));
      if (given.has('json')) terminal.out(JSON.stringify(shown));
      else print(shown, terminal);
      return exit.done;
    }),
};

type Shown = Awaited<ReturnType<typeof gather>>;

async function gather({ db, devices, sessions, tools, factors, audit }: Identity, account: Account) {
  const { passkeys, authenticator, recoveryCodesLeft } = await factors.of(db.handle, account.id);
  // Named one by one: a field added later must not be printed by accident.
  const {
    id,
    email,
    name,
    role,
    status,
    locale,
    passwordChangedAt,
    renewalReason,
    lastCodeAt,
    lastSignInAt,
    lastSignInLabel,
    deletionDueAt,
    createdAt,
  } = account;
  return {
    account: {
      id,
      email,
      name,
      role,
      status,
      locale,
      hasPassword: account.passwordHash !== null,
      passkeys: passkeys.length,
      hasAuthenticator: authenticator !== null,
      recoveryCodesLeft,
      passwordChangedAt,
      renewalReason,
      lastCodeAt,
      lastSignInAt,
      lastSignInLabel,
      deletionDueAt,
      createdAt,
    },
    groups: await tools.groupsOf(db.handle, id),
    sessions: await sessions.list(db.handle, id),
    devices: (await devices.list(db.handle, id)).map(({ label, recognisedAt, lastUsedAt }) => ({
      label,
      recognisedAt,
      lastUsedAt,
    })),
    events: await audit.list(db.handle, { accountId: id, limit: eventsShown }),
  };
}

function print({ account, groups, sessions, devices, events }: Shown, { out, say }: Terminal): void {
  const at = (ms: number | null) => (ms ? new Date(ms).toISOString().replace('T', ' ').slice(0, 19) : '–');
  for (const [key, value] of Object.entries(account)) {
    const isTime = key.endsWith('At');
    out(`${key.padEnd(18)}  ${isTime ? at(value as number | null) : (value ?? '–')}`);
  }
  out(`${'groups'.padEnd(18)}  ${groups.join(', ') || '–'}`);
  out('');
  out(
    say({
      fr: `Sessions ouvertes (${sessions.length}), heures UTC`,
      en: `Live sessions (${sessions.length}), times in UTC`,
    }),
  );
  for (const { label, createdAt, expiresAt } of sessions)
    out(`  ${at(createdAt)} → ${at(expiresAt)}  ${label}`);
  out(
    say({
      fr: `Appareils reconnus (${devices.length}), heures UTC`,
      en: `Known devices (${devices.length}), times in UTC`,
    }),
  );
  for (const { label, recognisedAt, lastUsedAt } of devices)
    out(`  ${at(recognisedAt)} → ${at(lastUsedAt)}  ${label}`);
  out(say({ fr: 'Derniers événements', en: 'Last events' }));
  for (const event of events) out(`  ${at(event.at)}  ${event.type}  ${JSON.stringify(event.data ?? {})}`);
}
