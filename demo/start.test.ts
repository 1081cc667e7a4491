import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { root } from '../test/support/program.ts';

it('says which packages the demonstration lacks where only those of production are installed', () => {
  const copy = mkdtempSync(join(tmpdir(), 'poterne-production-'));
  try {
    for (const part of ['bin', 'src', 'demo', 'package.json']) {
      cpSync(join(root, part), join(copy, part), { recursive: true });
    }
    mkdirSync(join(copy, 'node_modules'));
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (['smtp-server', 'mailparser'].includes(name)) continue;
      symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
    }
    const { status, stderr } = spawnSync(join(copy, 'bin/poterne'), ['demo'], {
      cwd: copy,
      env: { PATH: process.env.PATH, LANG: 'en_GB.UTF-8', DATA_DIR: join(copy, 'data') },
      encoding: 'utf8',
      timeout: 30_000,
    });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /^poterne demo: the packages smtp-server and mailparser are missing: run "npm ci"/);
    assert.doesNotMatch(stderr, /\.ts:\d/);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
