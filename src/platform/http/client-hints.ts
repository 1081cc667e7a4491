import type { IncomingHttpHeaders } from 'node:http';

/**
 * What a Chromium browser says of itself besides its frozen user agent, as sent, each cut to 128 characters.
 * Absent: not sent, as by every other browser. Only ever as true as the user agent.
 */
export type ClientHints = {
  /** `"Chromium";v="138", "Google Chrome";v="138"` */
  brands?: string;
  /** `?1` on telephones, `?0` elsewhere. */
  mobile?: string;
  /** `"Windows"` */
  platform?: string;
  /** `"15.0.0"`: sent over https once a page has asked. */
  platformVersion?: string;
  /** `"Pixel 9"`: sent over https once a page has asked; empty on computers. */
  model?: string;
};

const headers = {
  brands: 'sec-ch-ua',
  mobile: 'sec-ch-ua-mobile',
  platform: 'sec-ch-ua-platform',
  platformVersion: 'sec-ch-ua-platform-version',
  model: 'sec-ch-ua-model',
} as const satisfies Record<keyof ClientHints, string>;

const longest = 128;

/** The value of Accept-CH on pages: the two hints that tell frozen user agents apart, and none more. */
export const acceptClientHints = 'Sec-CH-UA-Platform-Version, Sec-CH-UA-Model';

/** Reads the hints of a request. Never fails: what is not one line of text was not sent. */
export function hintsOf(sent: IncomingHttpHeaders): ClientHints {
  const hints: ClientHints = {};
  for (const name of Object.keys(headers) as (keyof ClientHints)[]) {
    const value = sent[headers[name]];
    if (typeof value === 'string') hints[name] = value.slice(0, longest);
  }
  return hints;
}
