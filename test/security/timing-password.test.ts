import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/routes.ts';
import { openTimedDesk } from './support/timing.ts';

describe('the time of an answer to a wrong password', () => {
  let desk: Awaited<ReturnType<typeof openTimedDesk>>;
  before(async () => {
    desk = await openTimedDesk();
  });
  after(() => desk?.close());

  it('betrays no account, with the real hash at its real cost, two at once', (t) =>
    desk.assertAlike(
      t,
      async (username) => {
        const { location } = await desk.timed(paths.signIn, { username });
        return (await desk.timed(location, { password: 'Pas-le-bon-du-tout-1' })).took;
      },
      2,
    ));
});
