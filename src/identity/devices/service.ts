import { type Clock, dayMs } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { fingerprint, isTokenShaped, newToken } from '../../core/tokens.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DeviceAccountsTable } from '../../platform/db/tables.ts';
import { codeDueAt, deviceLifeMs, inFlightMs, secretLifeMs, codeEveryMs as usualMs } from './rules.ts';
import * as store from './store.ts';

/** What an account knows of a browser that carries the device cookie. */
export type KnownDevice = {
  deviceId: string;
  recognisedAt: number;
  lastUsedAt: number;
  /** 0 when no code was ever passed on it. */
  lastCodeAt: number;
  codeDueAt: number;
};

export type Devices = ReturnType<typeof createDevices>;

/**
 * The browsers that accounts recognise; several people may share one, each with a recognition of their own.
 * `codeEveryMs`: the longest without a code on one, jitter aside.
 */
export function createDevices({ clock, codeEveryMs = usualMs }: { clock: Clock; codeEveryMs?: number }) {
  return {
    /** One SELECT; null when this account does not know the browser, or has not used it for 180 days [security.md 33]. */
    find: async (
      tx: Tx,
      { token, accountId }: { token: string | null; accountId: string },
    ): Promise<KnownDevice | null> => {
      if (!isTokenShaped(token)) return null;
      const row = await store.find(tx, {
        hash: fingerprint(token),
        accountId,
        since: clock.now() - deviceLifeMs,
      });
      return row ? toKnown(row) : null;
    },

    /**
     * After a full sign-in, in its transaction: two statements for a browser seen before, three for a new one.
     * Set the cookie only when the token returned is not the one given: an answer that puts an older
     * secret back over a newer one would lose the device. Without a code a new recognition has its code due at once.
     */
    recognise: async (
      tx: Tx,
      visit: {
        token: string | null;
        accountId: string;
        label: string;
        address?: string;
        codePassed: boolean;
      },
    ): Promise<{ deviceId: string; token: string }> => {
      const now = clock.now();
      const device = await see(tx, { ...visit, now });
      const row: DeviceAccountsTable = {
        device_id: device.deviceId,
        account_id: visit.accountId,
        recognised_at: now,
        last_used_at: now,
        last_code_at: visit.codePassed ? now : 0,
        code_due_at: visit.codePassed ? codeDueAt({ now, chance: chance(), everyMs: codeEveryMs }) : now,
        last_address: visit.address ?? null,
      };
      await store.recognise(tx, { row, codePassed: visit.codePassed, since: now - deviceLifeMs });
      return device;
    },

    /** Makes the account forget its devices, `except` this one; says how many. The others who share them keep them [security.md 11]. */
    forgetAll: (tx: Tx, which: { accountId: string; except?: string }): Promise<number> =>
      store.forget(tx, which),

    /** False when the account did not know it. */
    forget: async (tx: Tx, which: { accountId: string; deviceId: string }): Promise<boolean> =>
      (await store.forget(tx, { accountId: which.accountId, only: which.deviceId })) > 0,

    /** The account's devices, last used first; `lastAddress` is null where it is not known. */
    list: async (
      tx: Tx,
      accountId: string,
    ): Promise<(KnownDevice & { label: string; lastAddress: string | null })[]> => {
      const rows = await store.list(tx, { accountId, since: clock.now() - deviceLifeMs });
      return rows.map((row) => ({ ...toKnown(row), label: row.label, lastAddress: row.last_address }));
    },

    /** Deletes what is unknown by age or by everybody; says how many rows. */
    purge: (tx: Tx, most = 500): Promise<number> => {
      const now = clock.now();
      return store.purge(tx, { since: now - deviceLifeMs, orphanSince: now - dayMs, most });
    },
  };
}

/** The device of a secret, its secret rotated when it is old or the account new to it; a new device for an unknown secret. */
async function see(
  tx: Tx,
  { token, accountId, label, now }: { token: string | null; accountId: string; label: string; now: number },
): Promise<{ deviceId: string; token: string }> {
  const fresh = newToken();
  const freshHash = fingerprint(fresh);
  if (isTokenShaped(token)) {
    const seen = await store.see(tx, {
      hash: fingerprint(token),
      accountId,
      fresh: freshHash,
      label,
      now,
      since: now - deviceLifeMs,
      rotateBefore: now - secretLifeMs,
      arrivedBefore: now - inFlightMs,
    });
    if (seen) return { deviceId: seen.id, token: seen.secret_hash === freshHash ? fresh : token };
  }
  // Never the secret that was sent: one that somebody planted must not become a device.
  const deviceId = newId({ now: () => now });
  await store.insert(tx, { id: deviceId, hash: freshHash, label, now });
  return { deviceId, token: fresh };
}

/** 0 to 1, from the only source of randomness there is. */
function chance(): number {
  return Buffer.from(newToken(), 'base64url').readUInt32BE() / 0xffff_ffff;
}

function toKnown(row: DeviceAccountsTable): KnownDevice {
  return {
    deviceId: row.device_id,
    recognisedAt: row.recognised_at,
    lastUsedAt: row.last_used_at,
    lastCodeAt: row.last_code_at,
    codeDueAt: row.code_due_at,
  };
}
