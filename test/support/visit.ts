import { newToken } from '../../src/core/tokens.ts';
import type { Visit } from '../../src/web/visit.ts';

/** Somebody at a browser of their own, not signed in, for what is called without a request. */
export const aVisit = (): Visit => ({
  browser: newToken(),
  session: null,
  device: null,
  network: { address: '192.0.2.7', near: '192.0.2.7', wide: '192.0.2.0/24' },
  userAgent: undefined,
  hints: {},
  label: 'Firefox sur Linux',
  locale: 'fr',
});
