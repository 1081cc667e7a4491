import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The least that answers a proxy: an empty 200.
const server = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Length': '0' });
  response.end();
});
process.on('SIGTERM', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
