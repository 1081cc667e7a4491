import type { Page } from '@playwright/test';

/** An authenticator of the browser itself, driven by the test: a phone's or a computer's own, whose holder is verified. */
export type VirtualAuthenticator = {
  /** How many passkeys it holds. */
  count(): Promise<number>;
  /** Whether its holder is there and consents: without, whatever asks waits. */
  consents(yes: boolean): Promise<void>;
  /** Whether its holder passes its own check (fingerprint, code). */
  isVerified(yes: boolean): Promise<void>;
};

/** Gives the page's browser an authenticator (CDP WebAuthn). Call it before the page that uses it is opened. */
export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const tools = await page.context().newCDPSession(page);
  await tools.send('WebAuthn.enable');
  const { authenticatorId } = await tools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    count: async () => (await tools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    consents: async (enabled) => {
      await tools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    isVerified: async (isUserVerified) => {
      await tools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}
