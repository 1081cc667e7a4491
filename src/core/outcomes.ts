/** An expected result: what was done, or a closed reason why not. Faults are thrown instead. */
export type Outcome<Done extends object, Reason extends string> = ({ ok: true } & Done) | Refused<Reason>;

/** Why not, one shape for each reason, so that a switch on `reason` narrows what goes with it. */
export type Refused<Reason extends string> = Reason extends string ? { ok: false; reason: Reason } : never;

/** Says that something must not happen: a fault of ours, never of the person's. */
export class Fault extends Error {
  override name = 'Fault';
}
