import type { Server } from 'node:http';

/** Listens on loopback: on `port`, or on any free one when that is taken. Says which. */
export async function listen(server: Server, port: number): Promise<number> {
  return tryPort(server, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return tryPort(server, 0);
  });
}

function tryPort(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : port);
    });
  });
}
