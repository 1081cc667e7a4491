import { type Clock, minuteMs } from '../../core/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { AuditData } from '../audit/rules.ts';
import type { Audit } from '../audit/service.ts';

export type ToolRefusals = ReturnType<typeof createToolRefusals>;

type Refused = { accountId: string; address?: string; data: AuditData['tool.refused'] };

/** Pairs of an account and a tool that are remembered at once: some megabytes at most. */
const most = 10_000;

/**
 * Notes who was refused a tool, once a minute for each account and tool, whichever way they came: a page behind a proxy
 * asks for dozens of pictures, and whoever reads a refusal again and again must not fill the log.
 */
export function createToolRefusals({ clock, audit }: { clock: Clock; audit: Audit }) {
  // Oldest first.
  const noted = new Map<string, number>();

  const isNews = (key: string): boolean => {
    const now = clock.now();
    const at = noted.get(key);
    if (at !== undefined && at <= now && now - at < minuteMs) return false;
    noted.delete(key);
    if (noted.size >= most) noted.delete(noted.keys().next().value!);
    noted.set(key, now);
    return true;
  };

  return {
    note: async (tx: Tx, { accountId, address, data }: Refused): Promise<void> => {
      if (!isNews(`${accountId} ${data.tool}`)) return;
      await audit.record(tx, { type: 'tool.refused', accountId, address, data });
    },
  };
}
