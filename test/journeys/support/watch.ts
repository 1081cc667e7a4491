import type { BrowserContext } from '@playwright/test';

// A 4xx page is what several tests ask for, and Chromium notes each in the console.
const expected = /^Failed to load resource: the server responded with a status of [45]\d\d/;

/**
 * Notes what no page of the portal may do: write an error in the console (a blocked style, a script that
 * throws) or ask anything of another server than these. The list fills while the pages live.
 */
export function watch(context: BrowserContext, origins: readonly string[]): string[] {
  const faults: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) {
      faults.push(`${message.page()?.url()}: ${message.text()}`);
    }
  });
  context.on('weberror', (error) => faults.push(`${error.page()?.url()}: ${error.error().message}`));
  context.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !origins.includes(new URL(url).origin)) faults.push(`asks ${url}`);
  });
  return faults;
}
