import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { paths } from '../../src/routes.ts';
import { root } from '../support/program.ts';
import { blocksOf, fileOf, sectionOf } from '../tools/connect-a-tool.ts';

const identity = ['Remote-User', 'Remote-Email', 'Remote-Name', 'Remote-Groups'];
const read = (name: string) => readFileSync(join(root, 'deploy', name), 'utf8');

type Router = {
  rule: string;
  middlewares?: string[];
  service: string;
  priority?: number;
  entryPoints: string[];
};
type Dynamic = {
  http: {
    routers: Record<string, Router>;
    middlewares: {
      'without-identity': { headers: { customRequestHeaders: Record<string, string> } };
      poterne: {
        forwardAuth: { address: string; trustForwardHeader: boolean; authResponseHeaders: string[] };
      };
    };
    services: Record<string, { loadBalancer: { servers: { url: string }[] } }>;
  };
};

// Traefik itself does not run here: what can be said of its sample without it.
describe('the sample for Traefik', () => {
  const { http } = parse(read('traefik-dynamic.yaml')) as Dynamic;
  const fixed = parse(read('traefik.yaml')) as {
    entryPoints: Record<string, { forwardedHeaders?: unknown }>;
    providers: { file: { filename: string } };
  };

  it('drops what a stranger says of themselves, then asks the portal, then copies every identity header', () => {
    assert.deepEqual(http.routers.wiki?.middlewares, ['without-identity', 'poterne']);
    const dropped = http.middlewares['without-identity'].headers.customRequestHeaders;
    for (const name of identity) {
      assert.equal(dropped[name], '');
      assert.equal(dropped[name.replace('-', '_')], '');
    }
    const { address, trustForwardHeader, authResponseHeaders } = http.middlewares.poterne.forwardAuth;
    assert.equal(address, `http://127.0.0.1:3000${paths.verify}?mode=redirect`);
    assert.equal(trustForwardHeader, false);
    assert.deepEqual(authResponseHeaders, identity);
  });

  it('passes the portal’s own addresses on, and nothing else, without asking', () => {
    const open = Object.values(http.routers).filter(({ middlewares }) => !middlewares?.includes('poterne'));
    assert.equal(open.length, 1);
    assert.match(open[0]!.rule, /PathPrefix\(`\/\.poterne\/`\)/);
    assert.equal(open[0]!.service, 'poterne');
    assert.ok((open[0]!.priority ?? 0) > 100);
  });

  it('names what is there, and believes nobody’s X-Forwarded-Host', () => {
    for (const { service, entryPoints } of Object.values(http.routers)) {
      assert.ok(service in http.services);
      for (const point of entryPoints) assert.ok(point in fixed.entryPoints);
    }
    assert.match(fixed.providers.file.filename, /traefik-dynamic\.yaml$/);
    for (const point of Object.values(fixed.entryPoints)) assert.equal(point.forwardedHeaders, undefined);
  });
});

it('the three samples carry the same headers, and lead to the same addresses', () => {
  for (const name of ['nginx-forward-auth.conf', 'Caddyfile', 'traefik-dynamic.yaml']) {
    const text = read(name);
    for (const header of identity) assert.ok(text.includes(header), `${name}: ${header}`);
    assert.ok(text.includes(paths.verify) && text.includes('/.poterne/'), name);
    assert.ok(text.includes('trustedProxies'), name);
  }
});

/** What a configuration says, a directive a line, without its layout. */
const directives = (text: string, which: RegExp) =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => which.test(line));

describe('the small configurations of docs/connect-a-tool.md', () => {
  it('say of who comes in what the sample for nginx says', () => {
    const which =
      /^(auth_request|error_page|proxy_pass_request_body off|proxy_set_header (Remote|Content|X-Forwarded-(For|Proto|Uri|Method)))/;
    const small = new Set(directives(fileOf('wiki/nginx.conf'), which));
    const whole = new Set(directives(read('nginx-forward-auth.conf'), which));
    assert.ok(whole.size >= 17);
    assert.deepEqual([...small].sort(), [...whole].sort());
  });

  it('say nothing of who comes in that the sample for Apache does not', () => {
    const which =
      /^(OIDC(?!Provider|Client|Crypto|RedirectURI )|RequestHeader|AuthType openid|Require valid|ProxyPass \/\.)/;
    const small = directives(fileOf('intranet/apache.conf'), which);
    const whole = directives(read('apache-openidc.conf'), which);
    assert.ok(small.length >= 19);
    assert.deepEqual(
      small.filter((line) => !whole.includes(line)),
      [],
    );
    assert.deepEqual(
      whole.filter((line) => line.startsWith('RequestHeader') && !small.includes(line)),
      [],
    );
  });

  it('are registered with --offline where they refresh', () => {
    const [, page] = blocksOf(sectionOf('Apache'), 'sh');
    const sample = read('apache-openidc.conf');
    for (const [file, command] of [
      [fileOf('intranet/apache.conf'), page!],
      [sample, sample.slice(0, sample.indexOf('Define PORTAL'))],
    ] as const) {
      assert.match(file, /^\s*OIDCRefreshAccessTokenBeforeExpiry/m);
      assert.match(command, /poterne tool add .*--offline/);
    }
  });
});
