import { randomBytes } from 'node:crypto';
import { systemClock } from '../src/core/clock.ts';
import { newId } from '../src/core/ids.ts';
import { addedAt, dayOf, weekOf } from '../src/identity/risk/counters.ts';
import type { Database } from '../src/platform/db/database.ts';

const nodesEach = 8;
const peopleAtOnce = 250;
const levels = ['country', 'network', 'prefix', 'address', 'device', 'system', 'browser', 'variant'];

/** So many rows of other people's habits, and an eighth as many of all people together. */
export async function fillHistory(db: Database, rows: number): Promise<void> {
  const people = Math.ceil(rows / nodesEach);
  for (let done = 0; done < people; done += peopleAtOnce) {
    await fill(db, Math.min(peopleAtOnce, people - done));
  }
}

async function fill(db: Database, people: number): Promise<void> {
  const now = systemClock.now();
  const [one, week] = [addedAt(now), weekOf(now)];
  const key = () => randomBytes(12).toString('base64url');
  const ids = Array.from({ length: people }, () => newId(systemClock));
  const same = { weight: 9 * one, below: 9 * one, times: 9, last_week: week };
  await db.transaction(async (tx) => {
    const accounts = ids.map((id) => ({
      id,
      email: `${id}@example.org`,
      name: 'Bench',
      role: 'member' as const,
      status: 'active' as const,
      locale: 'fr' as const,
      created_at: now,
      updated_at: now,
    }));
    await tx
      .insertInto('accounts')
      .values(accounts as never)
      .execute();
    const counted = { weight: 9 * one, with_cookie: 8 * one, place_below: 9 * one, agent_below: 9 * one };
    const day = { times: 9, day: dayOf(now), day_times: 1, last_week: week, last_place: null };
    await tx
      .insertInto('risk_people')
      .values(ids.map((id) => ({ account_id: id, ...counted, ...day })))
      .execute();
    await tx
      .insertInto('risk_nodes')
      .values(
        ids.flatMap((id) =>
          levels.map((level) => ({ account_id: id, key: key(), level, version: null, ...same })),
        ),
      )
      .execute();
    await tx
      .insertInto('risk_world')
      .values(ids.map(() => ({ key: `prefix:/${key()}`, people: 1, children: 0, ...same })))
      .execute();
  });
}
