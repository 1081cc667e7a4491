import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runProgram } from '../../test/support/program.ts';

describe('risk evaluate', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'poterne-evaluate-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const evaluate = (...args: string[]) =>
    runProgram({ args: ['risk', 'evaluate', ...args], env: { LANG: 'en_GB.UTF-8', DATA_DIR: folder } });
  const fileNamed = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('measures made-up worlds the same each time, as JSON, Markdown and a picture', async () => {
    const [plot, table] = [join(folder, 'curve.svg'), join(folder, 'figures.md')];
    const quick = ['--synthetic', '--quick', '--json', '--seeds', '901'];
    const { code, stdout, stderr } = await evaluate(...quick, '--plot', plot, '--table', table);
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    const json = JSON.parse(stdout);
    assert.deepEqual(json.seeds, { fit: ['1'], report: ['901'] });
    assert.equal(typeof json.scorers.poterne.targeted.at['0.98'].medianCodes['39'], 'number');
    assert.match(readFileSync(plot, 'utf8'), /^<svg .*Poterne/s);
    assert.match(readFileSync(table, 'utf8'), /\| targeted, 98\.0 % \|/);
    assert.deepEqual(JSON.parse((await evaluate(...quick)).stdout), json);
  });

  it('reads a log, names its broken lines and goes on', async () => {
    const header = 'Login Timestamp,User ID,IP Address,Device Token';
    const rows = Array.from({ length: 30 }, (_, i) => `2025-01-01 00:00:${10 + i},ada,192.0.2.7,`);
    rows.splice(10, 0, 'broken', 'never,ada,192.0.2.7,');
    const log = fileNamed('log.csv', [header, ...rows].join('\r\n'));
    const { code, stdout, stderr } = await evaluate('--log', log, '--json');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^line 1: without the columns Country, ASN, .*Device Type/);
    assert.match(stderr, /^line 12 skipped: it has not as many values as the first$/m);
    assert.match(stderr, /^line 13 skipped: "Login Timestamp" is no time$/m);
    assert.equal(JSON.parse(stdout).logins, 30);
  });

  it('tells of many broken lines how many, not each', async () => {
    const log = fileNamed('bad.csv', `Login Timestamp,User ID,IP Address\n${'x\n'.repeat(100)}`);
    const { code, stderr } = await evaluate('--log', log);
    assert.equal(code, 1);
    assert.match(stderr, /and 80 more lines that cannot be read/);
  });

  const misused: [args: string[], says: RegExp][] = [
    [[], /give either --log FILE\.csv or --synthetic/],
    [['--synthetic', '--log', 'x.csv'], /give either/],
    [['--synthetic', '--seeds', '2'], /thresholds are fitted on 2; take others/],
    [['--synthetic', '--seeds', 'x'], /numbers separated by commas/],
    [['--synthetic', '--shared', '2'], /a share, 0 to 1/],
    [['--synthetic', '--without', 'luck'], /cookie, places or networks/],
    [['--synthetic', '--user-agents', 'old'], /frozen, hints or full/],
    [['--log', 'x.csv', '--clearing', '0.1'], /needs --synthetic/],
    [['--log', 'x.csv', '--fit'], /needs --synthetic/],
  ];
  for (const [args, says] of misused) {
    it(`says what is wrong with « ${args.join(' ')} »`, async () => {
      const { code, stderr } = await evaluate(...args);
      assert.equal(code, 2);
      assert.match(stderr, says);
    });
  }

  it('refuses in one sentence what it cannot read or write', async () => {
    const useless = fileNamed('useless.csv', 'a,b\n1,2\n');
    const columns = 'Login Timestamp,User ID,IP Address,Login Successful';
    const failed = fileNamed('failed.csv', `${columns}\n2025-01-01 00:00:10,ada,192.0.2.7,False\n`);
    for (const [args, says] of [
      [['--log', join(folder, 'nowhere.csv')], /is not a file\n$/],
      [['--log', useless], /no column Login Timestamp, User ID, IP Address\n$/],
      [['--log', fileNamed('empty.csv', '')], /is empty: its first line must name its columns\n$/],
      [['--log', fileNamed('blank.csv', '\n \n')], /is empty/],
      [['--log', fileNamed('header.csv', columns)], /this log has no row after its columns\n$/],
      [['--log', failed, '--json'], /no successful sign-in in this log \(unreadable: 0, failed: 1, /],
      [['--synthetic', '--plot', join(folder, 'no', 'x.svg')], /is not a folder\n$/],
      [['--synthetic', '--plot', folder], /is a folder, not a file to write\n$/],
      [['--synthetic', '--table', folder], /is a folder, not a file to write\n$/],
    ] as const) {
      const { code, stdout, stderr } = await evaluate(...args);
      assert.equal(code, 1, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /\.ts:\d/);
    }
    assert.equal(existsSync(join(folder, 'no')), false);
  });

  it('has its help', async () => {
    const { code, stdout } = await evaluate('--help');
    assert.equal(code, 0);
    for (const option of ['--log', '--synthetic', '--seeds', '--ablations', '--fit', '--quick', '--plot']) {
      assert.ok(stdout.includes(option));
    }
  });
});
