import { test as base, expect } from '@playwright/test';
import { newAddress } from '../../support/people.ts';
import { type PortalOptions, startPortal, type TestPortal } from '../../support/portal.ts';
import type { Engine } from '../../support/stores.ts';
import { openAccounts } from './accounts.ts';
import { findViolations } from './axe.ts';
import { type Inspect, inspectIn } from './looks.ts';
import { type Visitor, visitorAt } from './visitor.ts';
import { watch } from './watch.ts';

/** What a project or a file chooses; a portal is started for each different choice. */
export type BrowserOptions = { engine: Engine; portalOptions: PortalOptions };
type WorkerFixtures = BrowserOptions & {
  /** The real portal, in a process of its own; its mails arrive in `portal.smtp`. */
  portal: TestPortal;
};
type TestFixtures = {
  /** The origins of the tools that the file's journeys lead to. */
  elsewhere: readonly string[];
  /** Whoever sits at `page`. */
  visitor: Visitor;
  /** The address that this test's browser comes from: a network of its own, so that budgets never meet. */
  address: string;
  /** Asserts that axe finds nothing on the page as it stands. */
  axe: (only?: 'colours') => Promise<void>;
  /** Asserts that nothing overflows at any width, and that axe finds nothing on phone and desk in either colour scheme; keeps pictures. */
  inspect: Inspect;
};

/** What an operator would write: everything that pages can show. */
const configured = {
  help: { email: 'aide@exemple.fr', phone: '01 23 45 67 89', hours: 'du lundi au vendredi, de 9 h à 18 h' },
  links: {
    portal: 'https://www.exemple.fr/',
    legal: 'https://www.exemple.fr/mentions-legales',
    privacy: 'https://www.exemple.fr/donnees-personnelles',
    accessibility: 'https://www.exemple.fr/accessibilite',
  },
  tools: [
    ['Espace Entreprise', 'Vos salariés, vos demandes de prise en charge et vos versements.', 'company'],
    ['Espace Organisme de formation', 'Vos dossiers, vos conventions et vos justificatifs.', 'training'],
    ["Contrats d'alternance", 'Déposer un contrat, suivre son instruction.', 'contract'],
    ['Factures et règlements', 'Déposer une facture et suivre son paiement.', 'invoice'],
    ['Catalogue de formations', undefined, 'catalogue'],
  ].map(([name, description, icon], i) => ({
    id: `outil-${i}`,
    name,
    description,
    icon,
    url: `https://outil-${i}.exemple.fr/`,
  })),
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  engine: ['sqlite', { option: true, scope: 'worker' }],
  portalOptions: [{}, { option: true, scope: 'worker' }],
  portal: [
    async ({ engine, portalOptions }, use) => {
      // Believes the address that each test says it comes from.
      const config = { trustedProxies: ['127.0.0.1', '::1'], ...configured, ...portalOptions.config };
      const portal = await startPortal({ engine, ...portalOptions, config });
      const accounts = await openAccounts(portal);
      await use({ ...portal, createAccount: accounts.create });
      await accounts.close();
      await portal.destroy();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  address: async ({}, use) => use(newAddress()),
  baseURL: async ({ portal }, use) => use(portal.url),
  extraHTTPHeaders: async ({ address }, use) => use({ 'X-Forwarded-For': address }),
  elsewhere: [[], { option: true }],
  context: async ({ context, portal, elsewhere }, use) => {
    const faults = watch(context, [portal.url, ...elsewhere]);
    await use(context);
    expect(faults, 'errors in the console, requests to others').toEqual([]);
  },
  visitor: async ({ page, portal }, use) => use(visitorAt({ page, portal })),
  axe: async ({ page, javaScriptEnabled }, use) => {
    await use(async (only?: 'colours') => {
      expect(await findViolations(page, { scripts: javaScriptEnabled !== false, only })).toEqual([]);
    });
  },
  inspect: async ({ page, axe, engine, javaScriptEnabled }, use) => {
    const extent = engine === 'postgres' ? 'none' : javaScriptEnabled === false ? 'moment' : 'whole';
    await use(inspectIn({ page, axe, extent }));
  },
});

export { expect };
