import { sql } from 'kysely';
import { systemClock } from '../../../src/core/clock.ts';
import { openDatabase } from '../../../src/platform/db/database.ts';

/**
 * Lets time pass for a portal that runs: every moment in its store moves that far into the past. Its clock is
 * the machine's, and a test that waits for an hour is none.
 */
export async function letPass({ databaseUrl }: { databaseUrl: string }, ms: number): Promise<void> {
  const db = await openDatabase({ url: databaseUrl, clock: systemClock });
  try {
    const tables = await db.handle.introspection.getTables();
    await db.transaction(async (tx) => {
      for (const { name, columns } of tables) {
        const moments = columns
          .map((column) => column.name)
          .filter((column) => /(^|_)(at|until)$/.test(column));
        if (moments.length === 0) continue;
        const earlier = moments.map((moment) => sql`${sql.ref(moment)} = ${sql.ref(moment)} - ${ms}`);
        await sql`UPDATE ${sql.table(name)} SET ${sql.join(earlier)}`.execute(tx);
      }
    });
  } finally {
    await db.close();
  }
}

/** Lets the step of an application's last code pass: the portal's clock is the machine's, and steps last 30 s. */
export async function forgetStep({ databaseUrl }: { databaseUrl: string }): Promise<void> {
  const db = await openDatabase({ url: databaseUrl, clock: systemClock });
  try {
    await db.handle.updateTable('authenticators').set({ last_step: 0 }).execute();
  } finally {
    await db.close();
  }
}

/** Waits until a step of 30 s has some time left: what is typed next is still right when it arrives. */
export async function midStep(): Promise<void> {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 8_000) await new Promise((resolve) => setTimeout(resolve, left + 200));
}
