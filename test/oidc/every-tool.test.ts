import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openToolDesk, settings } from './support/tools.ts';

/** Whatever an operator may write, one of each: what the configuration takes, the provider must take too. */
const kinds = ['first', 'third'].flatMap((party) =>
  ['client_secret_basic', 'client_secret_post', 'none'].flatMap((clientAuth) =>
    ['ES256', 'RS256'].flatMap((signing) =>
      [true, false].map((offline) => ({ party, clientAuth, signing, offline })),
    ),
  ),
);

const tools = kinds.map((kind, i) =>
  settings(`tool-${i}`, {
    ...kind,
    ...(i % 2 === 0 && {
      redirectUris: [
        `https://tool-${i}.example/cb?kept=1`,
        `https://other-${i}.example:8443/`,
        'http://127.0.0.1:9/cb',
      ],
      postLogoutRedirectUris: [`https://tool-${i}.example/`, 'http://localhost:9/bye'],
      backchannelLogoutUri: i % 4 === 0 ? 'http://127.0.0.1:9/out' : `https://tool-${i}.example/out`,
    }),
  }),
);

it('every tool that the configuration takes can sign people in', async () => {
  const desk = await openToolDesk('sqlite', { tools });
  try {
    for (const { id, redirectUris } of tools) {
      const tool = await desk.tool(id);
      for (const redirect of redirectUris) {
        const { pathname, search } = new URL(
          (await tool.ask({ redirect_uri: redirect, prompt: 'none' })).href,
        );
        const { headers, body } = await desk.browser().send('GET', pathname + search);
        const to = new URL(String(headers.location ?? desk.url));
        assert.equal(to.searchParams.get('error'), 'login_required', `${id} ${redirect}: ${body}`);
        assert.equal(to.origin, new URL(redirect).origin);
      }
    }
  } finally {
    await desk.close();
  }
});
