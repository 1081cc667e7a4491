import type { Account } from '../../identity/accounts/service.ts';
import { ownerAlertMail } from '../../identity/alerts/mails.ts';
import type { Observed } from '../../identity/risk/service.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Visit } from '../../web/visit.ts';
import type { JourneyDeps } from '../deps.ts';
import { mailNotMeLink } from '../not-me-link.ts';
import { type Arrival, amrOf, type SignInData, type SignInRecord } from './record.ts';

/** A sign-in whose password, or passkey, was right. `data` is the journey's as it will be once this step is taken. */
export type Proven = {
  journey: SignInRecord;
  data: SignInData;
  account: Account;
  visit: Visit;
  /** The request's, made before the transaction. */
  observed: Observed;
  deviceKnown: boolean;
};

/** One about to end well; `journey` is null when nothing was asked beyond the password. */
type Ending = Omit<Proven, 'journey'> & { journey: SignInRecord | null };

/**
 * Ends the journey, opens the session and remembers the device, all in the caller's transaction, which holds the
 * account. Null when another request ended the journey first.
 */
export async function complete(deps: JourneyDeps, tx: Tx, ending: Ending): Promise<Arrival | null> {
  const { journey, data, account, visit, deviceKnown } = ending;
  const stands = await deps.accounts.recordSignIn(tx, {
    id: account.id,
    label: visit.label,
    locale: visit.locale,
    codeAsked: data.codePassed,
  });
  if (!stands || (journey && !(await deps.journeys.finish(tx, journey)))) return null;
  const { address } = visit.network;
  const device = data.shared ? await forgetDevice(deps, tx, ending) : await recogniseDevice(deps, tx, ending);
  const amr = amrOf(data);
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
    address,
    amr,
    previous,
  });
  // The session that this browser held before: its cookie is about to be replaced.
  if (visit.session) await endFormer(deps, tx, { token: visit.session, address, next: session.id, account });
  await deps.audit.record(tx, {
    type: 'sign-in.succeeded',
    accountId: account.id,
    address,
    journeyId: journey?.id,
    data: {
      amr,
      reasons: data.reasons,
      device: data.shared ? 'shared' : deviceKnown ? 'known' : 'new',
      label: visit.label,
      ...(data.risk && { risk: data.risk }),
    },
  });
  if (!deviceKnown && device)
    await deps.audit.record(tx, { type: 'device.recognised', accountId: account.id, address });
  if (!deviceKnown && previous) await announce(deps, tx, ending);
  const { observed } = ending;
  await deps.risk.learn(tx, { accountId: account.id, observed, cookieWasKnown: deviceKnown });
  return {
    journeyId: journey?.id ?? '',
    step: 'done',
    signedIn: {
      session: session.token,
      sessionId: session.id,
      device: device?.token ?? null,
      deviceId: device?.deviceId ?? null,
    },
    ...(data.aim && { aim: data.aim }),
  };
}

/** « Appareil partagé » on a browser that the account knew: not any more. */
async function forgetDevice({ devices }: JourneyDeps, tx: Tx, { account, visit }: Ending): Promise<null> {
  const accountId = account.id;
  const known = await devices.find(tx, { token: visit.device, accountId });
  if (known) await devices.forget(tx, { accountId, deviceId: known.deviceId });
  return null;
}

type Former = { token: string; address: string; next: string; account: Account };

/** What the same person opened goes on under the new session; what somebody else did ends at the tools too. */
async function endFormer(
  { sessions, toolSessions, audit }: JourneyDeps,
  tx: Tx,
  { token, address, next, account }: Former,
): Promise<void> {
  const owner = await sessions.ownerOf(tx, token);
  const reason = owner === account.id ? 'renewed' : 'replaced';
  const ended = await sessions.end(tx, { token, reason });
  if (!ended) return;
  const { id, accountId } = ended;
  if (reason === 'renewed') await toolSessions.move(tx, { from: id, to: next });
  await audit.record(tx, { type: 'session.ended', accountId, address, data: { reason } });
}

function recogniseDevice(deps: JourneyDeps, tx: Tx, { data, account, visit }: Ending) {
  return deps.devices.recognise(tx, {
    token: visit.device,
    accountId: account.id,
    label: visit.label,
    address: visit.network.address,
    codePassed: data.codePassed,
  });
}

/** Word of a sign-in from a device that the account did not know, with a way to undo it. */
async function announce(deps: JourneyDeps, tx: Tx, { account, visit }: Ending): Promise<void> {
  const notMeUrl = await mailNotMeLink(deps, tx, account);
  const mail = ownerAlertMail(deps.mailAbout(account.locale), {
    what: 'newDevice',
    at: deps.clock.now(),
    deviceLabel: visit.label,
    notMeUrl,
  });
  await deps.mails.enqueue(tx, { kind: 'new-device', to: account.email, accountId: account.id, ...mail });
}
