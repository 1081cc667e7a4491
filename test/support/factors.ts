import assert from 'node:assert/strict';
import { Secret, TOTP } from 'otpauth';
import { newToken } from '../../src/core/tokens.ts';
import type { Identity } from '../../src/identity.ts';
import { SoftPasskey } from './soft-passkey.ts';

type Parts = Pick<Identity, 'db' | 'factors' | 'clock'>;
type Holder = { id: string; email: string; name: string };

/** What an application shows at a time: its secret as it was scanned or typed. */
export function applicationOf(secret: string, now: () => number) {
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
  return { secret, code: (at = now()) => totp.generate({ timestamp: at }) };
}

/** Sets an application up for the account; the code of its present step is used already. */
export async function giveApplication({ db, factors, clock }: Parts, { id, email }: Holder) {
  const begun = await factors.authenticator.begin({ accountId: id, bound: newToken(), label: email });
  const application = applicationOf(begun.secret, clock.now);
  const step = await factors.authenticator.proves(begun, application.code());
  assert.ok(step !== null);
  await factors.authenticator.put(db.handle, { accountId: id, secret: begun.secret, step });
  return application;
}

/** Adds a passkey to the account. */
export async function givePasskey({ db, factors }: Parts, account: Holder, origin: string, counter = 0) {
  const soft = new SoftPasskey({ origin, counter });
  const browser = newToken();
  const answer = soft.create(factors.passkeys.creationOptions({ account, browser }, []));
  const checked = await factors.passkeys.checkNew({ answer, accountId: account.id, browser });
  assert.ok(checked.ok);
  const { attestation } = checked;
  const added = await factors.passkeys.add(db.handle, { accountId: account.id, name: 'Clé', attestation });
  assert.ok(added.ok);
  return soft;
}

/** What a page asks the browser for a passkey. */
export function optionsIn(body: string): { challenge: string; rpId?: string; user?: { id: string } } {
  const found = body.match(/data-options="([^"]*)"/)?.[1];
  assert.ok(found, 'the page offers no passkey');
  return JSON.parse(found.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'));
}
