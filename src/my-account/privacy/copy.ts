import type { Account } from '../../identity/accounts/service.ts';
import type { Consent } from '../../identity/consents/service.ts';
import type { FactorsHeld } from '../../identity/factors/service.ts';
import type * as store from './store.ts';

type Rows<Read extends (...of: never[]) => Promise<unknown>> = Awaited<ReturnType<Read>>;
type Placed = { place: string | null };

export type Facts = {
  account: Account;
  email: string;
  about: string;
  madeAt: number;
  groups: string[];
  devices: readonly (Placed & {
    label: string;
    recognisedAt: number;
    lastUsedAt: number;
    lastCodeAt: number;
    codeDueAt: number;
    lastAddress: string | null;
  })[];
  sessions: readonly (Placed & Rows<typeof store.sessions>[number])[];
  factors: FactorsHeld;
  consents: readonly (Consent & { tool: string })[];
  opened: readonly { tool: string; openedAt: number }[];
  links: Rows<typeof store.links>;
  mails: Rows<typeof store.mails>;
  learned: Rows<typeof store.learned>;
};

/**
 * The copy as it is written, its moments as people read them. Fields are named one by one: one that is added to an
 * account later must not leave by accident.
 */
export function copyOf(of: Facts) {
  const { account } = of;
  return {
    about: of.about,
    madeAt: moment(of.madeAt),
    account: {
      id: account.id,
      email: of.email,
      name: account.name,
      role: account.role,
      status: account.status,
      language: account.locale,
      createdAt: moment(account.createdAt),
      hasPassword: account.passwordHash !== null,
      passwordChangedAt: moment(account.passwordChangedAt),
      passwordToRenew: account.renewalReason,
      passwordComparedWithLeaksAt: moment(account.breachCheckedAt),
      lastCodeAt: moment(account.lastCodeAt),
      lastSignInAt: moment(account.lastSignInAt),
      lastSignInWith: account.lastSignInLabel,
      deletionDueAt: moment(account.deletionDueAt),
    },
    groups: of.groups,
    recognisedDevices: of.devices.map((device) => ({
      browser: device.label,
      recognisedAt: moment(device.recognisedAt),
      lastUsedAt: moment(device.lastUsedAt),
      lastCodeAt: moment(device.lastCodeAt || null),
      nextRegularCodeAt: moment(device.codeDueAt),
      lastAddress: device.lastAddress,
      lastPlace: device.place,
    })),
    sessions: of.sessions.map((session) => ({
      browser: session.label,
      methods: JSON.parse(session.amr) as string[],
      openedAt: moment(session.createdAt),
      lastUsedAt: moment(session.lastSeenAt),
      expiresAt: moment(session.expiresAt),
      endedAt: moment(session.endedAt),
      ended: session.endReason,
      address: session.address,
      place: session.place,
    })),
    secondFactors: {
      passkeys: of.factors.passkeys.map((key) => ({
        name: key.name,
        addedAt: moment(key.createdAt),
        lastUsedAt: moment(key.lastUsedAt),
      })),
      authenticator: of.factors.authenticator && {
        addedAt: moment(of.factors.authenticator.createdAt),
        lastUsedAt: moment(of.factors.authenticator.lastUsedAt),
      },
      recoveryCodesLeft: of.factors.recoveryCodesLeft,
    },
    authorisedTools: of.consents.map(({ tool, scopes, givenAt }) => ({
      tool,
      scopes,
      givenAt: moment(givenAt),
    })),
    openTools: of.opened.map(({ tool, openedAt }) => ({ tool, openedAt: moment(openedAt) })),
    mailedLinks: of.links.map((link) => ({
      for: link.purpose,
      to: link.email,
      mailedAt: moment(link.createdAt),
      expiresAt: moment(link.expiresAt),
      usedAt: moment(link.usedAt),
      endedAt: moment(link.endedAt),
    })),
    mails: of.mails.map((mail) => ({
      kind: mail.kind,
      status: mail.status,
      queuedAt: moment(mail.queuedAt),
      sentAt: moment(mail.sentAt),
    })),
    habits: of.learned,
  };
}

function moment(at: number): string;
function moment(at: number | null): string | null;
function moment(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
