import type { Clock } from '../../core/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Account } from '../accounts/service.ts';
import type { Network } from '../budgets/rules.ts';
import type { KnownDevice } from '../devices/service.ts';
import { type CodeDecision, type CodeSettings, codeSettings, decideCode } from './rules.ts';

/** What is known of a try to sign in, its password proven. */
export type Attempt = { device: KnownDevice | null; network: Network; userAgent: string | undefined };

export type Risk = ReturnType<typeof createRisk>;

/**
 * The one seam: from (account, attempt) to a decision with its reasons. The place and the statistics will
 * plug in here, reading their counters through `tx` and the attempt's network and user agent; the rules of
 * the device and of the calendar stay as they are.
 */
export function createRisk({ clock, settings = codeSettings }: { clock: Clock; settings?: CodeSettings }) {
  return {
    decide: async (_tx: Tx, account: Account, attempt: Attempt): Promise<CodeDecision> =>
      decideCode({ account, device: attempt.device, now: clock.now(), settings }),
  };
}
