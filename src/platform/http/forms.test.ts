import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import fc from 'fast-check';
import fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { formFields, formLimitBytes, read, registerForms, typed, typedPassword } from './forms.ts';
import { Refusal } from './refusals.ts';

const shape = z.strictObject({ ...formFields, username: typed, password: typedPassword.optional() });
let app: FastifyInstance;
before(async () => {
  app = fastify();
  await registerForms(app);
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    reply.code(error instanceof Refusal ? 400 : (error.statusCode ?? 500)).send('refused'),
  );
  app.post('/', async (request) => ({ read: read(shape, request.body ?? {}) }));
});
after(() => app.close());

const post = (payload: string | Buffer, type = 'application/x-www-form-urlencoded') =>
  app.inject({ method: 'POST', url: '/', payload, headers: { 'content-type': type } });

it('reads what a person typed, to the letter', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
      fc.pre(!text.includes('\0') && text.isWellFormed());
      const answer = await post(
        new URLSearchParams({ csrf: 'c', username: text, password: text }).toString(),
      );
      // A browser writes each end of line as CR LF; URLSearchParams leaves them as they are.
      assert.equal(answer.json().read.username, text);
      assert.equal(answer.json().read.password, text);
    }),
    { numRuns: 60 },
  );
});

it('refuses fields that are unknown, repeated, missing, or of another type', async () => {
  for (const body of [
    'csrf=c&username=a&more=1',
    'csrf=c&username=a&username=b',
    'csrf=c&csrf=c&username=a',
    'csrf=c&username[]=a',
    'csrf=c&username[x]=a',
    'csrf=c',
    'username=a',
    '',
    'csrf=c&username=a&__proto__=x',
    'csrf=c&username=a&constructor=x',
    'csrf=c&username=a&toString',
    `csrf=${'c'.repeat(201)}&username=a`,
    `csrf=c&j=${'j'.repeat(5_000)}&username=a`,
    `csrf=c&username=${'a'.repeat(8_193)}`,
  ]) {
    assert.equal((await post(body)).statusCode, 400, body.slice(0, 60));
  }
});

it('refuses broken escapes, bytes that are not UTF-8, lone surrogates and NUL', async () => {
  for (const body of ['%ZZ', '%E9', '%ED%A0%80', '%C0%AF', '%F8%88%80%80%80', '%', '%2', 'a%00b']) {
    assert.equal((await post(`csrf=c&username=${body}`)).statusCode, 400, body);
  }
  assert.equal((await post(Buffer.from('csrf=c&username=caf\xe9', 'latin1'))).statusCode, 400);
});

it('takes forms alone: no JSON, no text, no parts, no other type', async () => {
  const body = 'csrf=c&username=a';
  for (const type of [
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/xml',
    'text/html',
    'nonsense',
  ]) {
    assert.equal((await post(body, type)).statusCode, 415, type);
  }
  assert.equal((await post(body, 'application/x-www-form-urlencoded; charset=UTF-8')).statusCode, 200);
});

it('takes 64 kB and no more', async () => {
  const before = 'csrf=c&username=a&password=';
  const fits = `${before}${'p'.repeat(formLimitBytes - before.length)}`;
  assert.equal((await post(fits)).statusCode, 200);
  assert.equal((await post(`${fits}p`)).statusCode, 413);
});

it('answers any body at all with 200 or a 4xx', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const { statusCode } = await post(Buffer.from(bytes));
      assert.ok(statusCode < 500, String(statusCode));
    }),
    { numRuns: 150 },
  );
});
