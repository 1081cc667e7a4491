/** An expected result: what was done, or a closed reason why not. Faults are thrown instead. */
export type Outcome<Done extends object, Reason extends string> =
  | ({ ok: true } & Done)
  | { ok: false; reason: Reason };

/** Says that something must not happen: a fault of ours, never of the person's. */
export class Fault extends Error {
  override name = 'Fault';
}
