import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { freePort } from '../support/postgres.ts';

/** How a gate meets a request: `open` passes it on; a number is a status; `silent` never answers. */
export type Manner = 'open' | 'silent' | number;

/** Stands before a tool's address for ends of sessions: it can be closed, silent or rude. */
export type Gate = {
  url: string;
  /** What came, since the start: bodies. */
  came: string[];
  /** The tool that it passes on to. */
  leadTo(url: string): void;
  be(manner: Manner, headers?: Record<string, string>): void;
  /** Nobody listens any more, as on a machine that is down. */
  shut(): Promise<void>;
  reopen(): Promise<void>;
};

export async function startGate(): Promise<Gate> {
  const port = await freePort();
  const came: string[] = [];
  let target = '';
  let manner: { how: Manner; headers: Record<string, string> } = { how: 'open', headers: {} };
  let server: Server | null = null;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    came.push(body);
    if (manner.how === 'silent') return;
    if (manner.how !== 'open') return void response.writeHead(manner.how, manner.headers).end();
    const headers = { 'content-type': String(request.headers['content-type']) };
    const passed = await fetch(target, { method: 'POST', body, headers });
    response.writeHead(passed.status).end();
  };

  const gate: Gate = {
    url: `http://localhost:${port}/fin`,
    came,
    leadTo: (url) => {
      target = url;
    },
    be: (how, headers = {}) => {
      manner = { how, headers };
    },
    shut: () =>
      new Promise((resolve) => {
        if (!server) return resolve();
        server.close(() => resolve());
        server.closeAllConnections();
        server = null;
      }),
    reopen: async () => {
      const made = createServer((request, response) => {
        answer(request, response).catch(() => response.destroy());
      });
      await new Promise<void>((resolve) => made.listen(port, '127.0.0.1', resolve));
      server = made;
    },
  };
  await gate.reopen();
  return gate;
}
