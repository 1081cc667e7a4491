import { createHash, randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';

const back = 'http://localhost:39009/retour';
const tool = (id: string, name: string, contact?: string) => ({
  id,
  name,
  contact,
  url: 'https://paie.exemple.fr/',
  redirectUris: [back],
  clientAuth: 'none',
  groups: ['rh'],
});
test.use({
  elsewhere: [new URL(back).origin],
  portalOptions: {
    config: {
      tools: [tool('paie', 'Bulletins de paie', 'rh@exemple.fr'), tool('notes', 'Notes de frais')],
    },
  },
});

/** What the tool is told; nobody listens there, and none of it is the portal's any more. */
async function backAtTheTool(page: Page): Promise<URLSearchParams> {
  const request = await page.waitForRequest((asked) => asked.url().startsWith(back));
  return new URL(request.url()).searchParams;
}

/** Where a tool sends a browser to sign in. */
function authorization(client: string): string {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return `/oidc/auth?${new URLSearchParams({
    client_id: client,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: back,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'un-état',
  })}`;
}

test('a tool refuses who may not open it, and says whom to ask; another account may', {
  tag: ['@both-stores', '@without-script'],
}, async ({ page, portal, visitor, inspect }) => {
  const [zoe, max] = [await portal.createAccount(), await portal.createAccount()];
  await portal.command(['account', 'groups', max.email, '--add', 'rh']);
  await visitor.signIn(zoe);
  await page.goto(authorization('notes'));
  await visitor.isDeadEnd('PT-501', "Vous n'avez pas accès à « Notes de frais ».", [
    "Aller à l'accueil du portail",
  ]);
  await expect(page.getByRole('main')).toContainText(zoe.email);
  await expect(page.getByRole('main')).toContainText("Pour demander un accès, contactez l'aide.");

  await page.goto(authorization('paie'));
  await visitor.title("Vous n'avez pas accès à « Bulletins de paie ».");
  await expect(page.getByRole('link', { name: 'rh@exemple.fr' })).toHaveAttribute(
    'href',
    'mailto:rh@exemple.fr',
  );
  await inspect('dead-end-tool-refused');
  const { events } = JSON.parse((await portal.command(['account', 'show', zoe.email, '--json'])).stdout);
  const refusals = events.filter(({ type }: { type: string }) => type === 'tool.refused');
  expect(refusals.map(({ data }: { data: unknown }) => data)).toContainEqual({ tool: 'paie', via: 'oidc' });

  // Somebody else at the same browser, who may: straight back to the tool.
  const returned = backAtTheTool(page);
  await page.getByRole('link', { name: 'Utiliser un autre compte' }).click();
  await visitor.giveAddress(max.email);
  await visitor.givePassword(max.password);
  await visitor.giveCode(await visitor.code(max.email));
  const answer = await returned;
  expect(answer.get('code')).not.toBeNull();
  expect(answer.get('state')).toBe('un-état');
});

test('who gives up goes back to the tool empty-handed', async ({ page, portal, visitor }) => {
  await visitor.signIn(await portal.createAccount());
  const returned = backAtTheTool(page);
  await page.goto(authorization('paie'));
  await page.getByRole('link', { name: "Abandonner et revenir à l'outil" }).click();
  expect((await returned).get('error')).toBe('access_denied');
});
