/**
 * Why a request got no ordinary page: thrown by guards and forms, caught once by the app,
 * which shows the page of that error. Expected refusals of a use case are values instead.
 */
export type RefusalReason =
  | 'cross-site'
  | 'form-too-old'
  | 'cookies-blocked'
  | 'bad-input'
  | 'journey-ended'
  | 'not-found';

export class Refusal extends Error {
  override name = 'Refusal';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(reason);
    this.reason = reason;
  }
}
