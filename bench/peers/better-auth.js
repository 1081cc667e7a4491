import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';

// better-auth with its session check, on SQLite as the portal's: says its port and the cookies of people signed in.
// With « cache » its cookie cache is on: the cookie itself says who it is for five minutes, the store is not asked.
const people = 20;
const folder = mkdtempSync(join(tmpdir(), 'poterne-peer-'));
const database = new DatabaseSync(join(folder, 'peer.db'));
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');

const server = createServer();
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const baseURL = `http://127.0.0.1:${port}`;
  const auth = betterAuth({
    baseURL,
    database,
    secret: randomBytes(32).toString('base64url'),
    emailAndPassword: { enabled: true },
    session: { cookieCache: { enabled: process.argv.includes('cache'), maxAge: 300 } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
  });
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
  server.on('request', toNodeHandler(auth));
  const cookies = [];
  for (let i = 0; i < people; i += 1) {
    const body = JSON.stringify({
      email: `p${i}@example.org`,
      name: `P ${i}`,
      password: randomBytes(12).toString('hex'),
    });
    const headers = { 'content-type': 'application/json', origin: baseURL };
    const answer = await fetch(`${baseURL}/api/auth/sign-up/email`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`sign-up ended with ${answer.status}: ${await answer.text()}`);
    cookies.push(
      answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';', 1)[0])
        .join('; '),
    );
  }
  const check = await fetch(`${baseURL}/api/auth/get-session`, { headers: { cookie: cookies[0] } });
  const session = await check.json();
  if (session?.user?.email !== 'p0@example.org') throw new Error('better-auth knows nobody');
  process.send?.({ port, cookies });
  if (!process.send) console.log(port, cookies[0], session);
});

process.on('SIGTERM', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
