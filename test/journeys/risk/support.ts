import { randomBytes } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import type { Person } from '../../support/people.ts';
import type { Visitor } from '../support/visitor.ts';

/** Of an access provider in France, as the bundled data know: a neighbourhood of its own for each test. */
export function frenchAddress(): string {
  const [a = 0, b = 0, c = 0] = randomBytes(3);
  return `90.${a % 100}.${b}.${1 + (c % 254)}`;
}

/** Of one in Japan. */
export const japaneseAddress = '133.200.4.5';

/** The same browser, somewhere else. */
export function comeFrom(context: BrowserContext, address: string): Promise<void> {
  return context.setExtraHTTPHeaders({ 'X-Forwarded-For': address });
}

/** Several sign-ins on one browser: the first asks a code, the others none. */
export async function settle(visitor: Visitor, person: Person, times = 4): Promise<void> {
  await visitor.signIn(person);
  await visitor.signOut();
  for (let i = 1; i < times; i += 1) {
    await visitor.enter(person);
    await visitor.isHome();
    await visitor.signOut();
  }
}
