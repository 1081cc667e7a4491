/** Whether a statement failed because what it wrote must be unique and is there: two portals wrote it at once. */
export function isTaken(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '23505';
}

/** The store cannot be used now: a fault outside, expected to pass. The page says so and nothing is half-written. */
export class StoreAway extends Error {
  override name = 'StoreAway';
  readonly kind: 'busy' | 'full' | 'unreachable';

  constructor(kind: 'busy' | 'full' | 'unreachable', cause: unknown) {
    super(`the store is ${kind}`, { cause });
    this.kind = kind;
  }
}
