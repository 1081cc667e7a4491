import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/routes.ts';
import { openTimedDesk } from './support/timing.ts';

// Nothing is hashed here: an answer lasts a millisecond or two, and a difference shows best.
describe('the time of an answer about an address', () => {
  let desk: Awaited<ReturnType<typeof openTimedDesk>>;
  before(async () => {
    desk = await openTimedDesk();
  });
  after(() => desk?.close());

  for (const [title, path] of [
    ['« Mot de passe oublié »', paths.forgotten],
    ['« Créer un compte »', paths.signUp],
    ['the e-mail page', paths.signIn],
  ] as const) {
    it(`betrays no account at ${title}`, (t) =>
      desk.assertAlike(t, async (username) => (await desk.timed(path, { username })).took));
  }
});
