import type { FastifyRequest } from 'fastify';
import { Refusal } from '../platform/http/refusals.ts';
import type { Visit } from '../web/visit.ts';

/** The journey that a request names, of this browser. Throws the refusal `journey-ended` when there is none. */
export async function journeyNamed<Record>(
  feature: { find(of: { id: string; visit: Visit }): Promise<Record | null> },
  request: FastifyRequest,
  visit: Visit,
): Promise<Record> {
  const { j } = (request.query ?? {}) as { j?: unknown };
  const journey = typeof j === 'string' && j.length <= 4_000 ? await feature.find({ id: j, visit }) : null;
  if (!journey) throw new Refusal('journey-ended');
  return journey;
}

/** The token of a mailed link's URL, or null when there is none; of any shape. */
export function tokenOf(request: FastifyRequest): string | null {
  const { jeton } = (request.query ?? {}) as { jeton?: unknown };
  return jeton === undefined ? null : String(jeton);
}
