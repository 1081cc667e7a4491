import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newToken } from '../../core/tokens.ts';
import { createLog } from './log.ts';

function capture() {
  const lines: string[] = [];
  const log = createLog({ to: { write: (line) => void lines.push(line) } });
  return { log, last: () => lines.at(-1) ?? '', parsed: () => JSON.parse(lines.at(-1) ?? '{}') };
}

describe('the log', () => {
  it('is one JSON object a line, with the time in UTC', () => {
    const { log, parsed } = capture();
    log.info({ port: 3000 }, 'ready');
    assert.equal(parsed().level, 'info');
    assert.equal(parsed().msg, 'ready');
    assert.match(parsed().time, /^\d{4}-.*Z$/);
  });

  it('never writes what a form holds, however deep', () => {
    const { log, last } = capture();
    log.info({ password: 'hunter2', body: { code: '123456', deep: { username: 'a@b.example' } } }, 'form');
    assert.doesNotMatch(last(), /hunter2|123456|a@b/);
  });

  it('writes the route, never the address asked for', () => {
    const { log, last } = capture();
    log.info(
      { req: { method: 'GET', url: '/renouvellement?jeton=abc', routeOptions: { url: '/renouvellement' } } },
      'x',
    );
    assert.match(last(), /"route":"\/renouvellement"/);
    assert.doesNotMatch(last(), /abc/);
  });

  it('keeps the domain of an address and nothing before it', () => {
    const { log, last } = capture();
    log.warn(
      { err: new Error('550 <jeanne.martin+x@exemple.fr> unknown, jeanne%40exemple.fr too') },
      'refused',
    );
    assert.doesNotMatch(last(), /jeanne|martin/);
    assert.match(last(), /\*\*\*@exemple\.fr/);
  });

  it('writes no token and no credentials of a server', () => {
    const { log, last } = capture();
    const token = newToken();
    log.error(
      { err: new Error(`smtp://u:hunter2@host:25 said no to ${token}, see /x?jeton=${token}&b=1`) },
      token,
    );
    assert.ok(!last().includes(token));
    assert.doesNotMatch(last(), /hunter2/);
  });

  it("keeps what explains a fault: its code, its kind and its cause's", () => {
    const { log, parsed } = capture();
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    log.error({ err: Object.assign(new Error('away', { cause }), { kind: 'unreachable' }) }, 'store');
    assert.equal(parsed().err.kind, 'unreachable');
    assert.equal(parsed().err.cause.message, 'connect');
  });
});
