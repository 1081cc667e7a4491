import { hourMs, secondMs } from '../../core/clock.ts';

/** How long a journey may rest between two steps, in milliseconds: a slow mail, a phone call, a coffee. */
export const journeyLifeMs = hourMs;
/** Wrong codes in one journey, whatever the resends [security.md 14]. */
export const maxCodeFailures = 5;
/** The first mail and three more [security.md 19]. */
export const maxSends = 4;
/** The wait between two mails of one journey, in milliseconds [security.md 19]. */
export const resendWaitMs = 60 * secondMs;

/** When another mail may be asked for in this journey; when it ends, once every send is taken. Epoch milliseconds. */
export function nextSendAt(journey: { sends: number; sentAt: number | null; expiresAt: number }): number {
  return journey.sends >= maxSends ? journey.expiresAt : (journey.sentAt ?? 0) + resendWaitMs;
}

/** Whole seconds until another mail may be asked for; 0 when it may be now. */
export function secondsToResend(sentAt: number | null, now: number): number {
  return sentAt === null ? 0 : Math.max(0, Math.ceil((sentAt + resendWaitMs - now) / secondMs));
}
