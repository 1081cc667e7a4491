import type { Tx } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { DeviceAccountsTable } from '../../platform/db/tables.ts';

/**
 * One SELECT: the device of either secret, where this account used it after `since`.
 * The former secret opens nothing that was recognised after it: a colleague's copy of a shared
 * device's cookie must not know the people who come later.
 */
export async function find(tx: Tx, of: Sought): Promise<DeviceAccountsTable | undefined> {
  return (await findKnown(tx, of)).rows[0];
}

type Sought = { hash: string; accountId: string; since: number };

const findKnown = statement<Sought>()((tx, { hash, accountId, since }) =>
  tx
    .selectFrom('devices')
    .innerJoin('device_accounts', 'device_accounts.device_id', 'devices.id')
    .selectAll('device_accounts')
    .where((e) =>
      e.or([
        e('devices.secret_hash', '=', hash),
        e.and([
          e('devices.previous_hash', '=', hash),
          e('device_accounts.recognised_at', '<', e.ref('devices.rotated_at')),
        ]),
      ]),
    )
    .where('device_accounts.account_id', '=', accountId)
    .where('device_accounts.last_used_at', '>', since),
);

export type Sight = {
  hash: string;
  accountId: string;
  fresh: string;
  label: string;
  now: number;
  /** Not seen after that: unknown. */
  since: number;
  /** A secret made by then is replaced. */
  rotateBefore: number;
  /** A new secret made by then that arrives ends the former one. */
  arrivedBefore: number;
};

/**
 * One UPDATE: notes the visit, rotates a secret that is old or meets a new account, ends the former one.
 * Undefined for an unknown secret.
 * Of two tabs at once one rotates; the other finds its secret to be the former one by then, which is still good.
 */
export async function see(tx: Tx, sight: Sight): Promise<{ id: string; secret_hash: string } | undefined> {
  return (await seen(tx, sight)).rows[0];
}

const seen = statement<Sight>()((tx, of) => {
  const { hash, accountId, fresh, label, now, since, rotateBefore, arrivedBefore } = of;
  return tx
    .updateTable('devices')
    .set((e) => {
      const isCurrent = e('secret_hash', '=', hash);
      const isKnown = e.exists(
        e
          .selectFrom('device_accounts')
          .select('device_id')
          .whereRef('device_accounts.device_id', '=', 'devices.id')
          .where('account_id', '=', accountId)
          .where('last_used_at', '>', since),
      );
      const isDue = e.or([e('rotated_at', '<=', rotateBefore), e.and([isCurrent, e.not(isKnown)])]);
      const hasArrived = e.and([isCurrent, e('rotated_at', '<=', arrivedBefore)]);
      return {
        previous_hash: e
          .case()
          .when(isDue)
          .then(hash)
          .when(hasArrived)
          .then(null)
          .else(e.ref('previous_hash'))
          .end(),
        secret_hash: e.case().when(isDue).then(fresh).else(e.ref('secret_hash')).end(),
        rotated_at: e.case().when(isDue).then(now).else(e.ref('rotated_at')).end(),
        last_seen_at: now,
        label,
      };
    })
    .where((e) => e.or([e('secret_hash', '=', hash), e('previous_hash', '=', hash)]))
    .where('last_seen_at', '>', since)
    .returning(['id', 'secret_hash']);
});

export async function insert(
  tx: Tx,
  made: { id: string; hash: string; label: string; now: number },
): Promise<void> {
  await tx
    .insertInto('devices')
    .values({
      id: made.id,
      secret_hash: made.hash,
      previous_hash: null,
      rotated_at: made.now,
      created_at: made.now,
      last_seen_at: made.now,
      label: made.label,
    })
    .execute();
}

/** The account recognises the device from now on, or goes on doing so; a code puts the next one off. */
export async function recognise(
  tx: Tx,
  { row, codePassed, since }: { row: DeviceAccountsTable; codePassed: boolean; since: number },
): Promise<void> {
  await (codePassed ? recogniseByCode(tx, row) : recogniseAgain(tx, { ...row, since }));
}

const rowOf = (of: DeviceAccountsTable): DeviceAccountsTable => ({
  device_id: of.device_id,
  account_id: of.account_id,
  recognised_at: of.recognised_at,
  last_used_at: of.last_used_at,
  last_code_at: of.last_code_at,
  code_due_at: of.code_due_at,
  last_address: of.last_address,
});

const recogniseByCode = statement<DeviceAccountsTable>()((tx, of) =>
  tx
    .insertInto('device_accounts')
    .values(rowOf(of))
    .onConflict((c) =>
      c.columns(['device_id', 'account_id']).doUpdateSet({
        last_used_at: of.last_used_at,
        last_code_at: of.last_code_at,
        code_due_at: of.code_due_at,
        last_address: of.last_address,
      }),
    ),
);

// What was forgotten by age is not revived without a code.
const recogniseAgain = statement<DeviceAccountsTable & { since: number }>()((tx, of) =>
  tx
    .insertInto('device_accounts')
    .values(rowOf(of))
    .onConflict((c) =>
      c
        .columns(['device_id', 'account_id'])
        .doUpdateSet({ last_used_at: of.last_used_at, last_address: of.last_address })
        .where('device_accounts.last_used_at', '>', of.since),
    ),
);

/** How many were forgotten; the others who share a device keep it. */
export async function forget(
  tx: Tx,
  { accountId, only, except }: { accountId: string; only?: string; except?: string },
): Promise<number> {
  let query = tx.deleteFrom('device_accounts').where('account_id', '=', accountId);
  if (only !== undefined) query = query.where('device_id', '=', only);
  if (except !== undefined) query = query.where('device_id', '<>', except);
  const { numDeletedRows } = await query.executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Last used first. */
export function list(
  tx: Tx,
  { accountId, since }: { accountId: string; since: number },
): Promise<(DeviceAccountsTable & { label: string })[]> {
  return tx
    .selectFrom('device_accounts')
    .innerJoin('devices', 'devices.id', 'device_accounts.device_id')
    .selectAll('device_accounts')
    .select('devices.label')
    .where('device_accounts.account_id', '=', accountId)
    .where('device_accounts.last_used_at', '>', since)
    .orderBy('device_accounts.last_used_at', 'desc')
    .execute();
}

/** Deletes what is too old, and the devices that no account recognises any more; at most `most` of each. */
export async function purge(
  tx: Tx,
  { since, orphanSince, most }: { since: number; orphanSince: number; most: number },
): Promise<number> {
  const pairs = await tx
    .deleteFrom('device_accounts')
    .where((e) =>
      e(
        e.refTuple('device_id', 'account_id'),
        'in',
        e
          .selectFrom('device_accounts as old')
          .where('old.last_used_at', '<=', since)
          .limit(most)
          .select(['old.device_id', 'old.account_id'])
          .$asTuple('device_id', 'account_id'),
      ),
    )
    .executeTakeFirstOrThrow();
  const devices = await tx
    .deleteFrom('devices')
    // The age guards a device that a sign-in is taking up again at this moment: its row changes first.
    .where('last_seen_at', '<=', orphanSince)
    .where('id', 'in', (e) =>
      e
        .selectFrom('devices as lost')
        .select('lost.id')
        .where('lost.last_seen_at', '<=', orphanSince)
        .where((or) =>
          or.or([
            or('lost.last_seen_at', '<=', since),
            or.not(
              or.exists(
                or
                  .selectFrom('device_accounts')
                  .select('device_id')
                  .whereRef('device_accounts.device_id', '=', 'lost.id'),
              ),
            ),
          ]),
        )
        .limit(most),
    )
    .executeTakeFirstOrThrow();
  return Number(pairs.numDeletedRows) + Number(devices.numDeletedRows);
}
