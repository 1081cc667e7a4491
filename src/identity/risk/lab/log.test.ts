import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type LogProblem, newTally, readLog } from './log.ts';
import type { SignIn } from './sign-in.ts';

const published = readFileSync(new URL('./golden/rba-head.csv', import.meta.url), 'utf8');
const header = 'Login Timestamp,User ID,IP Address,Country,ASN,User Agent String,Device Token';
const row = '2025-01-06 10:00:00.000,ada,192.0.2.7,FR,3215,Mozilla/5.0,';

async function read(...pieces: string[]) {
  const problems: LogProblem[] = [];
  const tally = newTally();
  const signIns: SignIn[] = [];
  for await (const one of readLog(pieces, { onProblem: (problem) => problems.push(problem), tally })) {
    signIns.push(one);
  }
  return { signIns, problems, tally, bad: problems.filter((problem) => problem.kind === 'bad-line') };
}

describe('a log of sign-ins', () => {
  it('is read as the public data set is written', async () => {
    const { signIns, problems, tally } = await read(published);
    assert.deepEqual(problems, [{ kind: 'missing-columns', columns: ['Device Token'] }]);
    assert.equal(tally.rows, published.trimEnd().split('\n').length - 1);
    assert.equal(tally.rows - tally.failed, signIns.length);
    const [first] = signIns;
    assert.deepEqual(first!.place, {
      country: 'NO',
      network: 'AS29695',
      prefix: '81.167.144.0/24',
      address: '81.167.144.58',
    });
    assert.equal(first!.agent.signals.browser, 'Android');
    assert.equal(first!.agent.version, 2);
    assert.equal(first!.agent.signals.system, 'iOS');
    assert.equal(first!.at, Date.UTC(2020, 1, 3, 12, 43, 55, 873));
  });

  it('may end its lines either way, hold a byte order mark, quotes, and values over two lines', async () => {
    const text = `\ufeff${header}\r\n${row}\r\n2025-01-06 11:00:00,ada,192.0.2.7,FR,3215,"a, ""b""\nc",t1\r\n`;
    const { signIns, bad } = await read(text);
    assert.deepEqual(bad, []);
    assert.equal(signIns.length, 2);
    assert.equal(signIns[1]!.agent.text, 'a, "b"\nc');
    assert.equal(signIns[1]!.token, 't1');
    assert.equal(signIns[0]!.token, null);
  });

  it('comes out the same however it is cut into pieces', async () => {
    const whole = await read(published);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(published.length), { maxLength: 30 }), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), published.length];
        const pieces = places.slice(1).map((end, i) => published.slice(places[i], end));
        assert.deepEqual((await read(...pieces)).signIns, whole.signIns);
      }),
      { numRuns: 30 },
    );
  });

  it('names its broken lines, and loses no other', async () => {
    const lines = [
      header,
      row,
      'too,few',
      `${row},more`,
      '2025-01-06 10:00:00,ada,192.0.2.7,FR,3215,"never closed,',
      row,
      'yesterday,ada,192.0.2.7,FR,3215,x,',
      '2025-01-06 10:00:00,,192.0.2.7,FR,3215,x,',
      '2025-01-06 10:00:00,ada,192.0.2.7,FR,3215,a "quote" inside,',
      '',
      'x'.repeat(70_000),
      row,
    ];
    const { signIns, bad, tally } = await read(lines.join('\n'));
    assert.deepEqual(
      bad.map((problem) => problem.kind === 'bad-line' && [problem.line, problem.why]),
      [
        [3, 'fields'],
        [4, 'fields'],
        [5, 'quotes'],
        [7, 'time'],
        [8, 'user'],
        [11, 'too-long'],
      ],
    );
    assert.equal(signIns.length, 4);
    assert.equal(tally.bad, 6);
  });

  it('loses the line of a stray quote at most, and no good one', async () => {
    const of = (user: string, agent: string) => `2025-01-06 10:00:00,${user},192.0.2.7,FR,3215,${agent},`;
    const after = (start: string, ...more: string[]) =>
      read([header, of('ada', 'x'), start, ...more].join('\n'));
    const good = Array.from({ length: 12 }, (_, i) => of(`user${i}`, 'x'));
    const users = ({ signIns }: Awaited<ReturnType<typeof read>>) => signIns.map(({ user }) => user);
    const everybody = good.map((_, i) => `user${i}`);

    const inches = await after(of('bo', '24" tv'), ...good);
    assert.deepEqual([users(inches), inches.bad], [['ada', 'bo', ...everybody], []]);
    assert.equal(inches.signIns[1]!.agent.text, '24" tv');

    const twice = await after(of('bo', '24" tv'), of('cy', '"one\ntwo"'), of('di', '5" phone'), ...good);
    assert.deepEqual([users(twice), twice.bad], [['ada', 'bo', 'cy', 'di', ...everybody], []]);
    assert.equal(twice.signIns[2]!.agent.text, 'one\ntwo');

    const unclosed = await after(of('bo', '"x'), of('cy', '"y"'), of('di', 'z'));
    assert.deepEqual(users(unclosed), ['ada', 'cy', 'di']);
    assert.deepEqual(unclosed.bad, [{ kind: 'bad-line', line: 3, why: 'quotes' }]);

    const short = await after('bo,24" tv', ...good);
    assert.deepEqual(users(short), ['ada', ...everybody]);
    assert.deepEqual(short.bad, [{ kind: 'bad-line', line: 3, why: 'fields' }]);
  });

  it('says which columns are missing, and goes on without those that only help', async () => {
    const few = await read('Login Timestamp,User ID,IP Address\n2025-01-06T10:00:00Z,ada,192.0.2.7\n');
    assert.equal(few.signIns.length, 1);
    assert.equal(few.signIns[0]!.place.country, null);
    assert.deepEqual(few.problems[0], {
      kind: 'missing-columns',
      columns: [
        'Country',
        'ASN',
        'User Agent String',
        'Browser Name and Version',
        'OS Name and Version',
        'Device Type',
        'Login Successful',
        'Is Account Takeover',
        'Device Token',
      ],
    });
    const none = await read(`Login Timestamp,Country\n${row}\n`);
    assert.deepEqual(none.problems.at(-1), { kind: 'no-columns', columns: ['User ID', 'IP Address'] });
    assert.deepEqual(none.signIns, []);
  });

  it('leaves out what failed and accounts that were taken over', async () => {
    const more = `${header},Login Successful,Is Account Takeover\n`;
    const { signIns, tally } = await read(`${more}${row},True,False\n${row},False,False\n${row},True,True\n`);
    assert.deepEqual([signIns.length, tally.failed, tally.takeovers], [1, 1, 1]);
  });

  it('takes absurd addresses and user agents for what the portal takes them', async () => {
    const absurd = ['', 'not an address', '::ffff:192.0.2.7', 'fe80::1%eth0', '10.0.0.1', '999.1.1.1'];
    const lines = absurd.map((address) => `2025-01-06 10:00:00,ada,${address},-,-,${'A'.repeat(8_192)},`);
    const { signIns, bad } = await read([header, ...lines].join('\n'));
    assert.deepEqual(bad, []);
    assert.deepEqual(
      signIns.map(({ place }) => place.address),
      ['unknown', 'unknown', '192.0.2.7', 'fe80::/64', '10.0.0.1', 'unknown'],
    );
    assert.equal(signIns[0]!.place.country, null);
  });

  it('survives any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'",\n\r\0aé;=0'), maxLength: 400 }),
        async (text) => {
          await read(`${header}\n${text}`);
        },
      ),
    );
  });
});
