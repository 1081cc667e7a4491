import type { Refused } from '../core/outcomes.ts';
import type { PasswordProblem } from '../identity/passwords/rules.ts';
import type { PasswordOwner } from '../identity/passwords/service.ts';
import type { Visit } from '../web/visit.ts';
import type { JourneyDeps } from './deps.ts';

export type PasswordRefused =
  | Refused<'overloaded'>
  | { ok: false; reason: 'password'; problem: PasswordProblem };

/**
 * The hash of a new password that the policy takes, against the owner's history where there is an account
 * [security.md 2-5, 9]; writes nothing. Slow by design: never inside a transaction. `known`, who proved before who
 * they are, does not wait behind strangers [security.md 8].
 */
export async function choosePassword(
  { db, accounts, passwords }: Pick<JourneyDeps, 'db' | 'accounts' | 'passwords'>,
  of: { text: string; person: PasswordOwner; lane: 'known' | 'stranger'; visit: Visit },
): Promise<{ ok: true; hash: string } | PasswordRefused> {
  const { text, person, lane, visit } = of;
  const chosen = await passwords.choose({
    text,
    person,
    history: person.id === null ? [] : await accounts.passwordHistory(db.handle, person.id),
    admission: { lane, fairKey: visit.network.wide },
  });
  if (chosen.ok) return chosen;
  return chosen.reason === 'busy'
    ? { ok: false, reason: 'overloaded' }
    : { ok: false, reason: 'password', problem: chosen.reason };
}
