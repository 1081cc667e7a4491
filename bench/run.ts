import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { findPostgres, startCluster } from '../test/support/postgres.ts';
import { measureFlood } from './flood.ts';
import { measureMail } from './mail.ts';
import { measureMillion } from './million.ts';
import { askBetterAuth, installPeers } from './peer.ts';
import { measureRisk, riskSizes } from './risk.ts';
import { measureSignIn } from './sign-in.ts';
import { measureStart, measureWeight } from './start.ts';
import { measureToken } from './token.ts';
import { measureVerify } from './verify.ts';

const parts = [
  'sign-in',
  'postgres',
  'weight',
  'start',
  'flood',
  'mail',
  'risk',
  'verify',
  'token',
  'million',
] as const;
type Part = (typeof parts)[number];
type Line = { part: Part; what: string; value: string; target: string; met: boolean | null };

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean' } },
  allowPositionals: true,
});
if (values.help) {
  console.log(`npm run bench [-- PART…]\nParts: ${parts.join(', ')}; all of them without one.`);
  process.exit(0);
}
const unknown = positionals.filter((name) => !parts.includes(name as Part));
if (unknown.length > 0) {
  console.error(`No part is called ${unknown.join(', ')}. Parts: ${parts.join(', ')}.`);
  process.exit(2);
}
const wanted = new Set(positionals.length > 0 ? (positionals as Part[]) : parts);
const lines: Line[] = [];
const say = (part: Part, what: string, value: string, target = '', met: boolean | null = null) => {
  lines.push({ part, what, value, target, met });
  console.log(`${part.padEnd(9)} ${what.padEnd(62)} ${value.padStart(16)}  ${target} ${mark(met)}`);
};
const mark = (met: boolean | null) => (met === null ? '' : met ? 'met' : 'NOT MET');

const machine = `${cpus()[0]?.model.trim()} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, Linux`;
console.log(`machine: ${machine}\n`);

if (wanted.has('sign-in')) await signIn('sign-in', 'sqlite');
if (wanted.has('postgres')) {
  if (findPostgres()) {
    const cluster = await startCluster();
    process.env.TEST_POSTGRES_URL = cluster.url('postgres');
    await signIn('postgres', 'postgres');
    cluster.destroy();
  } else
    console.log('postgres  not measured: PostgreSQL 15 or newer is missing (apt-get install postgresql)');
}
if (wanted.has('weight')) {
  const { requests, bytes } = await measureWeight();
  say(
    'weight',
    'sign-in page and all it loads, compressed',
    `${(bytes / 1_000).toFixed(1)} kB`,
    '≤ 14 kB',
    bytes <= 14_000,
  );
  say('weight', 'requests', String(requests), '≤ 4', requests <= 4);
}
if (wanted.has('start')) {
  const { readySeconds, residentMb } = await measureStart();
  say('start', 'ready after serve', `${readySeconds.toFixed(2)} s`, '≤ 0.7 s', readySeconds <= 0.7);
  say('start', 'resident memory, idle', `${residentMb.toFixed(0)} MB`, '≤ 130 MB', residentMb <= 130);
}
if (wanted.has('flood')) {
  const flood = await measureFlood();
  say(
    'flood',
    'pages that hash nothing, p99 in a flood',
    `${flood.pageP99Ms.toFixed(0)} ms`,
    '≤ 100 ms',
    flood.pageP99Ms <= 100,
  );
  say(
    'flood',
    "a member's sign-in on a known browser ÷ without the flood",
    (flood.memberP50Ms / flood.calmP50Ms).toFixed(2),
  );
  say('flood', "strangers' passwords answered / refused early", `${flood.answered} / ${flood.refusedEarly}`);
}
if (wanted.has('mail')) {
  const { p50Ms, p95Ms } = await measureMail();
  say('mail', 'queue to receiver, p50', `${p50Ms.toFixed(0)} ms`);
  say('mail', 'queue to receiver, p95', `${p95Ms.toFixed(0)} ms`, '≤ 200 ms', p95Ms <= 200);
}
if (wanted.has('risk')) {
  for (const rows of riskSizes) {
    const { decisionUs, readsUs, beyondUs, statements } = await measureRisk(rows);
    const of = `${rows.toLocaleString('en')} rows`;
    say(
      'risk',
      `CPU of a decision (${decisionUs.toFixed(0)} µs) − its reads (${readsUs.toFixed(0)} µs), ${of}`,
      `${beyondUs.toFixed(1)} µs`,
      '≤ 20 µs',
      beyondUs <= 20,
    );
    const isFew = statements > 0 && statements <= 3;
    say('risk', `statements of a decision, ${of}`, String(statements), '≤ 3', isFew);
  }
}
if (wanted.has('verify')) await verify();
if (wanted.has('token')) await token();
if (wanted.has('million')) {
  const { emptyMs, millionMs, ratio } = await measureMillion((share) => {
    process.stderr.write(`\rmaking accounts ${Math.round(share * 100)} %`);
  });
  process.stderr.write('\r                     \r');
  say(
    'million',
    `median sign-in, 1,000,000 accounts (${millionMs.toFixed(1)} ms) ÷ 10 (${emptyMs.toFixed(1)} ms)`,
    ratio.toFixed(3),
    '≤ 1.1',
    ratio <= 1.1,
  );
}

mkdirSync('build', { recursive: true });
writeFileSync('build/bench.json', `${JSON.stringify({ machine, lines }, null, 2)}\n`);
process.exitCode = lines.some(({ met }) => met === false) ? 1 : 0;

async function signIn(part: Part, engine: 'sqlite' | 'postgres') {
  const f = await measureSignIn(engine);
  const target = engine === 'sqlite' ? '≥ 0.90' : 'reported';
  const met = engine === 'sqlite' ? f.cpuRatio >= 0.9 : null;
  say(
    part,
    `CPU of a bare hash (${f.hashCpuMs.toFixed(2)} ms) ÷ CPU of a sign-in (${f.signInCpuMs.toFixed(2)} ms)`,
    f.cpuRatio.toFixed(3),
    target,
    met,
  );
  say(
    part,
    `sign-ins/s (${f.signInsPerSecond.toFixed(0)}) ÷ hashes/s (${f.hashesPerSecond.toFixed(0)}), generator on the same cores`,
    (f.signInsPerSecond / f.hashesPerSecond).toFixed(3),
  );
}

async function verify() {
  const missing = await installPeers();
  if (missing !== null) console.log(`verify    better-auth is not measured: ${missing}`);
  const peers = [false, true].map((cache) => () => askBetterAuth({ cache }));
  const engines = findPostgres() ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const);
  const figures = await measureVerify(engines, missing === null ? peers : []);
  const least: Record<string, number> = { sqlite: 0.5, postgres: 0.25 };
  for (const { name, perSecond, ratio } of figures) {
    const target = least[name];
    say(
      'verify',
      `${name}: requests/s ÷ those of a bare node:http server`,
      `${perSecond.toFixed(0)}/s, ${ratio.toFixed(3)}`,
      target === undefined ? 'reported' : `≥ ${target}`,
      target === undefined ? null : ratio >= target,
    );
  }
}

async function token() {
  for (const engine of findPostgres() ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)) {
    const { cpuMs, perSecond } = await measureToken(engine);
    say(
      'token',
      `CPU of authorize with a live session → code → tokens (${perSecond.toFixed(0)}/s), ${engine}`,
      `${cpuMs.toFixed(2)} ms`,
      '≤ 5 ms',
      cpuMs <= 5,
    );
  }
}
