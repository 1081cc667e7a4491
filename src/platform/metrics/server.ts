import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';

export type MetricsServer = { url: string; close(): Promise<void> };

/** /metrics and /health with its reasons, for this machine alone. Rejects when the port is taken. */
export async function startMetricsServer(deps: {
  port: number;
  metrics: Metrics;
  health: Health;
}): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    answer(deps, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : deps.port;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Deps = { metrics: Metrics; health: Health };

async function answer(
  { metrics, health }: Deps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, type: string, body: string) => {
    response.writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(body);
  };
  // A page of the web may make a browser of this machine ask here under a name that it owns.
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
    return send(421, 'text/plain', '');
  if (request.method !== 'GET') return send(405, 'text/plain', '');
  const path = request.url?.split('?')[0];
  if (path === '/metrics') return send(200, 'text/plain; version=0.0.4; charset=utf-8', await metrics.text());
  if (path !== '/health') return send(404, 'text/plain', '');
  const readiness = await health.ready();
  send(readiness.ready ? 200 : 503, 'application/json', `${JSON.stringify(readiness)}\n`);
}
