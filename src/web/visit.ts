import type { ClientHints } from '../platform/http/client-hints.ts';
import type { Locale } from '../platform/http/language.ts';
import type { Network } from '../platform/http/network.ts';

/** Who knocks: everything about one request that a use case may look at. */
export type Visit = {
  /** The browser's own token: binds journeys and forms. */
  browser: string;
  session: string | null;
  device: string | null;
  network: Network;
  userAgent: string | undefined;
  hints: ClientHints;
  /** « Chrome sur Windows », in the visit's language. */
  label: string;
  locale: Locale;
};
