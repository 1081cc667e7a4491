import { connect, type Socket } from 'node:net';

/** What is asked, over and over: whole requests as text, taken in turn. */
export type Load = { port: number; requests: readonly string[]; connections: number; seconds: number };
export type LoadFigures = { perSecond: number; answered: number; statuses: Record<string, number> };

// A process of its own, on bare sockets: told what to ask, says how many answers a second there were.
process.on('message', async (load: Load) => {
  process.send?.(await run(load));
});
process.send?.('ready');

async function run({ port, requests, connections, seconds }: Load): Promise<LoadFigures> {
  const texts = requests.map((text) => Buffer.from(text, 'latin1'));
  const statuses: Record<string, number> = {};
  let next = 0;
  let answered = 0;
  let over = false;
  const lane = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      const ask = () => {
        socket.write(texts[next]!);
        next = (next + 1) % texts.length;
      };
      socket.setNoDelay(true);
      socket.on('connect', ask);
      socket.on('error', reject);
      socket.on('close', () => resolve());
      readAnswers(socket, (status) => {
        answered += 1;
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (over) socket.destroy();
        else ask();
      });
    });
  const from = performance.now();
  const stop = setTimeout(() => {
    over = true;
  }, seconds * 1_000);
  await Promise.all(Array.from({ length: connections }, lane));
  clearTimeout(stop);
  return { perSecond: (answered * 1_000) / (performance.now() - from), answered, statuses };
}

/** One answer at a time: its head, and as long a body as the head says. */
function readAnswers(socket: Socket, onAnswer: (status: string) => void): void {
  let text = '';
  socket.on('data', (chunk) => {
    text = text === '' ? chunk.toString('latin1') : text + chunk.toString('latin1');
    const head = text.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1];
    const isWhole =
      length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= head + 4 + Number(length);
    if (!isWhole) return;
    const status = text.slice(9, 12);
    text = '';
    onAnswer(status);
  });
}
