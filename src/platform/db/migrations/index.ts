import type { Migration } from 'kysely/migration';
import { signIn } from './0001-sign-in.ts';
import { calendar } from './0002-calendar.ts';
import { risk } from './0003-risk.ts';
import { tools } from './0004-tools.ts';

/** Every migration by its name, in order; forward only. */
export const migrations: Record<string, Migration> = {
  '0001-sign-in': signIn,
  '0002-calendar': calendar,
  '0003-risk': risk,
  '0004-tools': tools,
};
