import { minuteMs } from '../../core/clock.ts';
import { follow } from '../../core/journey.ts';
import { codeCharges, codeMailCharges, signInLinkCharges } from '../../identity/budgets/rules.ts';
import { mustHoldFactor } from '../../identity/factors/rules.ts';
import { maxCodeFailures, nextSendAt, secondsToResend } from '../../identity/journeys/rules.ts';
import type { Tx } from '../../platform/db/database.ts';
import { mailedLink, paths } from '../../routes.ts';
import type { JourneyDeps } from '../deps.ts';
import { complete, type Proven } from './complete.ts';
import { guards, type SignInEvent, type Step, signInJourney } from './journey.ts';
import { codeMail, signInLinkMail } from './mails.ts';
import type { Arrival, SignInRecord } from './record.ts';

const linkLifeMs = 60 * minuteMs;

export type Moved =
  | { ok: true; arrival: Arrival }
  | { ok: false; reason: 'moved' }
  | { ok: false; reason: 'too-many-mails'; until: number };

/**
 * Takes the journey where the event leads, with what entering that step means; in the caller's transaction.
 * `from` is the step that was submitted: an earlier one after Back [security.md 37].
 */
export async function move(
  deps: JourneyDeps,
  tx: Tx,
  event: SignInEvent,
  { from, ...proven }: Proven & { from: Step },
): Promise<Moved> {
  const { journey } = proven;
  const step = follow({ journey: signInJourney, guards }, from, event, await factsOf(deps, tx, proven));
  if (step === null) return { ok: false, reason: 'moved' };
  if (step === 'done') {
    const arrival = await complete(deps, tx, proven);
    return arrival ? { ok: true, arrival } : { ok: false, reason: 'moved' };
  }
  if ((step === 'code' || step === 'link') && from !== step) {
    const sent = await sendProof(deps, tx, { ...proven, channel: step });
    if (!sent.permitted) return { ok: false, reason: 'too-many-mails', until: sent.until };
  }
  if ((step === 'factor' || step === 'no-factor') && from !== step) await noteFactor(deps, tx, proven, step);
  const moved = await deps.journeys.advance(tx, journey, { step, data: proven.data });
  return moved ? { ok: true, arrival: { journeyId: journey.id, step } } : { ok: false, reason: 'moved' };
}

/** The second factor is asked for, or missed where it must be: nothing is mailed. */
async function noteFactor(
  { audit }: JourneyDeps,
  tx: Tx,
  { account, visit, journey, data }: Proven,
  step: 'factor' | 'no-factor',
): Promise<void> {
  const traced = { accountId: account.id, address: visit.network.address, journeyId: journey.id };
  if (step === 'no-factor') return audit.record(tx, { type: 'factor.missing', ...traced });
  const { reasons, risk } = data;
  const asked = { reasons, channel: 'factor', label: visit.label, ...(risk && { risk }) } as const;
  return audit.record(tx, { type: 'code.asked', ...traced, data: asked });
}

async function factsOf(deps: JourneyDeps, tx: Tx, { journey, data, account, deviceKnown }: Proven) {
  const codeIsDue = data.reasons.length > 0 && !data.codePassed;
  const holdsFactor = codeIsDue && (await deps.factors.has(tx, account.id));
  // Wrong codes or the codes' mails: a thief who used either up leaves the owner the link.
  const lane = { accountId: account.id, knownDevice: deviceKnown };
  const spent =
    codeIsDue && !holdsFactor
      ? await deps.budgets.peek(tx, [...codeCharges(lane), ...codeMailCharges(lane)])
      : { permitted: true };
  return {
    codeIsDue,
    codesAreSpent: !spent.permitted,
    holdsFactor,
    mustHoldFactor: mustHoldFactor(account.role),
    renewalIsDue: account.renewalReason !== null,
    triesLeft: maxCodeFailures - journey.codeFailures,
  };
}

/**
 * Mails a code, or a link in its place. Within a minute of the last one nothing new goes out:
 * that code still works (someone went Back and gave the password again).
 */
export async function sendProof(
  deps: JourneyDeps,
  tx: Tx,
  {
    journey,
    data,
    account,
    visit,
    deviceKnown,
    channel,
  }: Proven & { channel: Extract<Step, 'code' | 'link'> },
): Promise<{ permitted: true } | { permitted: false; until: number }> {
  if (await stillFresh(deps, tx, journey, channel)) return { permitted: true };
  const now = deps.clock.now();
  const traced = { accountId: account.id, address: visit.network.address, journeyId: journey.id };
  // A link in the place of a code that was just mailed need not wait: it is another mail, and the code is dead.
  const atOnce = channel === 'link' && journey.step === 'code';
  if ((await deps.journeys.takeSend(tx, journey.id, { atOnce })) === null) {
    return { permitted: false, until: nextSendAt(journey) };
  }
  const lane = { accountId: account.id, knownDevice: deviceKnown };
  const charges =
    channel === 'code' ? codeMailCharges(lane) : signInLinkCharges({ ...lane, network: visit.network });
  const decision = await deps.budgets.spend(tx, charges);
  if (!decision.permitted) {
    const { policy, until } = decision;
    await deps.audit.record(tx, { type: 'limit.reached', ...traced, data: { policy, until } });
    return decision;
  }
  const about = deps.mailAbout(account.locale);
  const mailed = { to: account.email, accountId: account.id };
  if (channel === 'code') {
    const { code, expiresAt } = await deps.codes.issue(tx, { journeyId: journey.id, accountId: account.id });
    const mail = codeMail(about, { code, askedAt: now, deviceLabel: visit.label, minutes: 10 });
    await deps.mails.enqueue(tx, { kind: 'code', ...mailed, ...mail, expiresAt });
  } else {
    const { token, expiresAt } = await deps.links.issue(tx, {
      purpose: 'sign-in',
      accountId: account.id,
      email: account.email,
      journeyId: journey.id,
      lifeMs: linkLifeMs,
      // A thief who has the password must not end the owner's link: each is bound to its own journey.
      replaces: false,
    });
    const url = mailedLink(deps.origin, paths.signInLink, token);
    const mail = signInLinkMail(about, { url, minutes: linkLifeMs / minuteMs });
    await deps.mails.enqueue(tx, { kind: 'sign-in-link', ...mailed, ...mail, expiresAt });
  }
  await deps.audit.record(tx, {
    type: 'code.asked',
    ...traced,
    data: { reasons: data.reasons, channel, label: visit.label, ...(data.risk && { risk: data.risk }) },
  });
  return { permitted: true };
}

async function stillFresh(deps: JourneyDeps, tx: Tx, journey: SignInRecord, channel: 'code' | 'link') {
  if (journey.step !== channel || secondsToResend(journey.sentAt, deps.clock.now()) === 0) return false;
  return channel === 'link' || (await deps.codes.live(tx, { journeyId: journey.id })) !== null;
}
