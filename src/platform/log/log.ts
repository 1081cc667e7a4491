import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { scrub, secretFields } from './scrub.ts';

export type Log = Logger;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

type Request = { method?: string; routeOptions?: { url?: string } };
type Fault = Error & { code?: unknown; kind?: unknown };

/** One JSON object a line on stderr; times in UTC. Nothing personal gets through [security.md 40]. */
export function createLog({
  level = 'info',
  to = destination({ dest: 2, sync: false }),
}: {
  level?: LogLevel;
  to?: DestinationStream;
} = {}): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        // A fault's code is ours or the system's (ECONNREFUSED); a form's is a secret.
        censor: (value, path) => (path.at(-1) === 'code' && path.at(-2) === 'err' ? value : '***'),
      },
      serializers: {
        req: writeRequest,
        res: ({ statusCode }: { statusCode?: number }) => ({ status: statusCode }),
        err: writeFault,
      },
    },
    { write: (line) => to.write(scrub(line)) },
  );
}

/** The route's pattern, never the address asked for: its query may hold a token. */
function writeRequest(request: Request) {
  return { method: request.method, route: request.routeOptions?.url ?? 'none' };
}

function writeFault(error: Fault): object {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const cause = error.cause instanceof Error ? { cause: writeFault(error.cause as Fault) } : {};
  return {
    type: error.name,
    message: error.message,
    code: error.code,
    kind: error.kind,
    stack: error.stack,
    ...cause,
  };
}
