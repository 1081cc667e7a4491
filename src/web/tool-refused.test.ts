import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../test/support/desk.ts';
import type { Email } from '../identity/accounts/rules.ts';
import { paths } from '../routes.ts';
import { createAims } from './aims.ts';
import { sendToolRefused } from './tool-refused.ts';
import { createWeb } from './web.ts';

const site = {
  brand: {
    alone: 'Acme',
    of: 'd’Acme',
    start: 'Acme',
    beside: 'Acme',
    colours: { primary: '#000000', link: '#000000' },
  },
  help: { phone: '01 23 45 67 89' },
  links: {},
  signUp: true,
  timeZone: 'Europe/Paris',
  assets: { css: '/c', app: '/a', js: '/j', passkey: '/p', logo: '/l' },
};

describe('the page of a member who may not open a tool', () => {
  let desk: Desk;
  let contact: string | undefined;
  before(async () => {
    desk = await openDesk('sqlite');
    const { keyRing, clock } = desk.identity;
    const deps = { web: createWeb({ keyRing, clock, site }), aims: createAims({ keyRing, clock }) };
    desk.app.get('/essai', (request, reply) =>
      sendToolRefused(deps, request, reply, {
        tool: { name: 'Paie <b>', ...(contact !== undefined && { contact }) },
        email: 'zoe@xn--exmple-cva.fr' as Email,
        again: { next: '/outil/1', away: true },
        ...(contact !== undefined && { leaveHref: '/outil/1/quitter' }),
      }),
    );
  });
  after(() => desk.close());

  const open = async (as?: string) => {
    contact = as;
    const browser = desk.browser();
    await browser.open('/essai');
    const body = browser.page.body.replaceAll('&#39;', "'").replace(/\u00a0|\u202f/g, ' ');
    const hrefs = [...body.matchAll(/class="btn btn-\d" href="([^"]+)">([^<]+)</g)];
    return { ...browser.page, body, browser, ways: hrefs.map(([, href, label]) => [label, href]) };
  };

  it('says which tool and which account, refuses by its status, and names the help desk', async () => {
    const { status, body } = await open();
    assert.equal(status, 403);
    assert.match(body, /Vous n'avez pas accès à « Paie &lt;b&gt; »\./);
    assert.match(body, /zoe@exémple\.fr/);
    assert.match(body, /PT-501/);
    assert.match(body, /contactez l'aide/);
    assert.match(body, /01 23 45 67 89/);
  });

  it('says whom to ask, as a link where it is one', async () => {
    assert.match((await open('rh@exemple.fr')).body, /href="mailto:rh@exemple\.fr"/);
    assert.match(
      (await open('https://exemple.fr/acces')).body,
      /href="https:\/\/exemple\.fr\/acces">exemple\.fr\/acces</,
    );
    const { body } = await open('le service <RH>, poste 12');
    assert.match(body, /<strong>le service &lt;RH&gt;, poste 12<\/strong>/);
    assert.doesNotMatch(body, /contactez l'aide/);
  });

  it('leads home, to another account and back empty-handed, where there is a way back', async () => {
    const { ways } = await open('x');
    assert.deepEqual(
      ways.map(([label]) => label),
      ["Aller à l'accueil du portail", 'Utiliser un autre compte', "Abandonner et revenir à l'outil"],
    );
    assert.equal(ways[0]![1], paths.home);
    assert.equal(ways[2]![1], '/outil/1/quitter');
    assert.equal((await open()).ways.length, 2);
  });

  it('lets another account sign in and come back to what was asked, even with this one signed in', async () => {
    const person = await desk.join();
    const { browser, ways } = await open();
    await browser.signIn(person);
    await browser.open(ways[1]![1]!);
    assert.match(browser.page.body, /Adresse de messagerie/);
    const sealed = new URL(ways[1]![1]!, desk.url).searchParams.get('suite')!;
    const { keyRing, clock } = desk.identity;
    const cookie = browser.cookies.get('__Host-poterne-browser') ?? '';
    assert.deepEqual(createAims({ keyRing, clock }).open({ text: sealed, browser: cookie }), {
      next: '/outil/1',
      away: true,
      fresh: true,
    });
  });
});
