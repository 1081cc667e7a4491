import type { Database, Tx } from './database.ts';
import { isTaken } from './faults.ts';

/**
 * A transaction that runs once more when another wrote at that very moment what must be unique: the second time it
 * sees that it is taken. Only PostgreSQL lets two write at once.
 */
export async function againWhenTaken<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(work);
  } catch (error) {
    if (!isTaken(error)) throw error;
    return db.transaction(work);
  }
}
