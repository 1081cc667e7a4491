import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { StoreAway } from '../db/faults.ts';
import { createHealth } from './health.ts';
import { createMetrics } from './metrics.ts';
import { startMetricsServer } from './server.ts';

onBothStores('readiness', (store) => {
  it('is there when the store takes a write, and gone once it does not', async () => {
    const health = createHealth({ db: store.db(), freshMs: 0 });
    assert.deepEqual(await health.ready(), { ready: true, reasons: [] });
    health.stop();
    assert.deepEqual(await health.ready(), { ready: false, reasons: ['stopping'] });
  });
});

describe('readiness', () => {
  const well = { probe: async () => {} };

  it('names a store that is away', async () => {
    const probe = async () => {
      throw new StoreAway('unreachable', null);
    };
    assert.deepEqual(await createHealth({ db: { probe } }).ready(), {
      ready: false,
      reasons: ['store: unreachable'],
    });
  });

  it('does not wait for a store that never answers', async () => {
    const health = createHealth({ db: { probe: () => new Promise(() => {}) }, patienceMs: 20 });
    assert.deepEqual(await health.ready(), { ready: false, reasons: ['store: no answer'] });
  });

  it('asks the store once for a crowd of questions', async () => {
    let asked = 0;
    const probe = async () => {
      asked += 1;
    };
    const health = createHealth({ db: { probe } });
    await Promise.all(Array.from({ length: 50 }, () => health.ready()));
    assert.equal(asked, 1);
  });

  it('names a mail server that is away, and recovers with it', async () => {
    let up = false;
    const health = createHealth({ db: well, mailer: { isReachable: () => up, late: () => false } });
    assert.deepEqual((await health.ready()).reasons, ['mail: server unreachable']);
    up = true;
    assert.equal((await health.ready()).ready, true);
  });
});

describe('the metrics port', () => {
  const open = async (context: TestContext) => {
    const metrics = await createMetrics({ hasher: { stats: () => ({ running: 1, queued: 2, refused: 3 }) } });
    metrics.request({ method: 'GET', route: '/connexion', status: 200, seconds: 0.01 });
    metrics.event('sign-in.refused', 'wrong-password');
    metrics.mail('sent', 0.1);
    const server = await startMetricsServer({
      port: 0,
      metrics,
      health: createHealth({ db: { probe: async () => {} } }),
    });
    context.after(() => server.close());
    return server;
  };

  it('gives Prometheus what was reported', async (context) => {
    const server = await open(context);
    const text = await (await fetch(`${server.url}/metrics`)).text();
    assert.match(
      text,
      /poterne_http_request_seconds_count\{method="GET",route="\/connexion",status="200"\} 1/,
    );
    assert.match(text, /poterne_events_total\{type="sign-in.refused",reason="wrong-password"\} 1/);
    assert.match(text, /poterne_mails_total\{status="sent"\} 1/);
    assert.match(text, /poterne_hasher_queued 2/);
    assert.match(text, /poterne_nodejs_eventloop_lag/);
  });

  it('says why the portal is ready or not', async (context) => {
    const server = await open(context);
    assert.deepEqual(await (await fetch(`${server.url}/health`)).json(), { ready: true, reasons: [] });
    assert.equal((await fetch(`${server.url}/else`)).status, 404);
    assert.equal((await fetch(`${server.url}/metrics`, { method: 'POST' })).status, 405);
  });

  it('does not answer to a name that a web page chose', async (context) => {
    const server = await open(context);
    const status = await new Promise((resolve, reject) => {
      request(`${server.url}/metrics`, { headers: { host: 'attacker.example' } }, (response) =>
        resolve(response.statusCode),
      )
        .on('error', reject)
        .end();
    });
    assert.equal(status, 421);
  });
});
