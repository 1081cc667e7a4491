import type { Account } from '../../identity/accounts/service.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Visit } from '../../web/visit.ts';
import type { Arrival, SignInDeps, SignInRecord } from './deps.ts';
import { newDeviceMail } from './mails.ts';
import { mailNotMeLink } from '../not-me/link.ts';

/** A sign-in about to end well. */
export type Proven = { journey: SignInRecord; account: Account; visit: Visit; deviceKnown: boolean };

/**
 * Ends the journey, opens the session and remembers the device, all in the caller's transaction.
 * Null when another request ended the journey first.
 */
export async function complete(deps: SignInDeps, tx: Tx, proven: Proven): Promise<Arrival | null> {
  const { journey, account, visit, deviceKnown } = proven;
  if (!(await deps.journeys.finish(tx, journey))) return null;
  // The session that this browser held before: its cookie is about to be replaced.
  if (visit.session) await deps.sessions.end(tx, { token: visit.session, reason: 'replaced' });
  const device = journey.data.shared ? null : await recogniseDevice(deps, tx, proven);
  const amr = journey.data.codePassed ? ['pwd', 'mail'] : ['pwd'];
  const previous =
    account.lastSignInAt === null
      ? null
      : { at: account.lastSignInAt, label: account.lastSignInLabel ?? visit.label };
  // Always a new token: one from before the sign-in may have been planted [security.md 25].
  const session = await deps.sessions.start(tx, {
    accountId: account.id,
    role: account.role,
    deviceId: device?.deviceId ?? null,
    label: visit.label,
    amr,
    previous,
  });
  await deps.accounts.recordSignIn(tx, {
    id: account.id,
    label: visit.label,
    locale: visit.locale,
    codeAsked: journey.data.codePassed,
  });
  await deps.audit.record(tx, {
    type: 'sign-in.succeeded',
    accountId: account.id,
    address: visit.network.address,
    journeyId: journey.id,
    data: {
      amr,
      reasons: journey.data.reasons,
      device: journey.data.shared ? 'shared' : deviceKnown ? 'known' : 'new',
    },
  });
  if (!deviceKnown && previous) await announce(deps, tx, proven);
  return {
    journeyId: journey.id,
    step: 'done',
    signedIn: {
      session: session.token,
      sessionId: session.id,
      device: device?.token ?? null,
      deviceId: device?.deviceId ?? null,
    },
  };
}

function recogniseDevice(deps: SignInDeps, tx: Tx, { journey, account, visit }: Proven) {
  return deps.devices.recognise(tx, {
    token: visit.device,
    accountId: account.id,
    label: visit.label,
    codePassed: journey.data.codePassed,
  });
}

/** Word of a sign-in from a device that the account did not know, with a way to undo it. */
async function announce(deps: SignInDeps, tx: Tx, { account, visit }: Proven): Promise<void> {
  const notMeUrl = await mailNotMeLink(deps, tx, account);
  const mail = newDeviceMail(deps.mailAbout(account.locale), {
    at: deps.clock.now(),
    deviceLabel: visit.label,
    notMeUrl,
  });
  await deps.mails.enqueue(tx, { kind: 'new-device', to: account.email, accountId: account.id, ...mail });
}
