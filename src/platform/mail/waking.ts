import type { Database } from '../db/database.ts';
import type { MailQueue } from './queue.ts';

/** The same store, whose transactions wake the mailer once they are committed, if they queued a mail. */
export function wakeAfterCommit(db: Database, queue: MailQueue): Database {
  return {
    ...db,
    transaction: async (work) => {
      let queued = false;
      const result = await db.transaction(async (tx) => {
        const done = await work(tx);
        queued = queue.hasQueuedIn(tx);
        return done;
      });
      // After the answer is out: sending takes time that only an address with an account would cost [security.md 12].
      if (queued) setImmediate(queue.wake);
      return result;
    },
  };
}
