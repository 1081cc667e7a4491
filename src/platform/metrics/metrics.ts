/** What other modules report. Cheap, never throws; labels are closed sets, never personal. */
export type Metrics = {
  /** `route` is the pattern, never the address. */
  request(of: { method: string; route: string; status: number; seconds: number }): void;
  /** An event of the audit log, with the outcome or reason that its type has: sign-ins, codes, limits. */
  event(type: string, reason?: string): void;
  mail(status: 'sent' | 'refused' | 'deferred' | 'expired', seconds?: number): void;
  /** How many verifications were answered from memory: too many, and too fast, to be timed one by one. */
  verified(count: () => number): void;
  /** The text that Prometheus reads. */
  text(): Promise<string>;
};

/** Counts nothing: for a portal without a metrics port. */
export const noMetrics: Metrics = {
  request: () => {},
  event: () => {},
  mail: () => {},
  verified: () => {},
  text: async () => '',
};

export type MetricsSources = {
  hasher?: { stats(): { running: number; queued: number; refused: number } };
  mailer?: { isReachable(): boolean; late(): boolean };
};

/** A registry of its own. prom-client is imported here and only here: a portal without the port never pays for it. */
export async function createMetrics({ hasher, mailer }: MetricsSources): Promise<Metrics> {
  const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } = await import('prom-client');
  const registers = [new Registry()];
  collectDefaultMetrics({ register: registers[0]!, prefix: 'poterne_' });
  const requests = new Histogram({
    name: 'poterne_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
    registers,
  });
  const events = new Counter({
    name: 'poterne_events_total',
    help: 'Audited events: sign-ins, codes, limits and the rest',
    labelNames: ['type', 'reason'],
    registers,
  });
  const mails = new Counter({
    name: 'poterne_mails_total',
    help: 'Mails by what became of them',
    labelNames: ['status'],
    registers,
  });
  const mailSeconds = new Histogram({
    name: 'poterne_mail_seconds',
    help: 'From the queue to the mail server that took it',
    buckets: [0.05, 0.1, 0.2, 0.5, 1, 5, 30, 300],
    registers,
  });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect: function () {
        this.set(read());
      },
    });
  if (hasher) {
    gauge('poterne_hasher_running', 'Password hashes under way', () => hasher.stats().running);
    gauge('poterne_hasher_queued', 'Password hashes waiting', () => hasher.stats().queued);
    gauge(
      'poterne_hasher_refused',
      'Password hashes refused early since the start',
      () => hasher.stats().refused,
    );
  }
  if (mailer) {
    gauge('poterne_mail_server_up', '1 when the mail server answered last time', () =>
      Number(mailer.isReachable()),
    );
    gauge('poterne_mail_late', '1 when a mail queued now may be long in coming', () => Number(mailer.late()));
  }
  return {
    request: ({ method, route, status, seconds }) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    event: (type, reason = '') => events.inc({ type, reason }),
    mail: (status, seconds) => {
      mails.inc({ status });
      if (seconds !== undefined) mailSeconds.observe(seconds);
    },
    verified: (count) => {
      new Counter({
        name: 'poterne_verify_from_memory_total',
        help: 'Verifications for reverse proxies answered at once, from memory; the others are in poterne_http_request_seconds',
        registers,
        collect: function () {
          this.reset();
          this.inc(count());
        },
      });
    },
    text: () => registers[0]!.metrics(),
  };
}
