import { invitationMail } from '../../src/identity/accounts/mails.ts';
import { ownerAlertMail, staffAlertMail } from '../../src/identity/alerts/mails.ts';
import { deletedMail, deletionAheadMail } from '../../src/identity/deletion/mails.ts';
import { factorNewsMail } from '../../src/identity/factors/mails.ts';
import { inactiveMail } from '../../src/identity/inactivity/mails.ts';
import { renewalAheadMail } from '../../src/identity/renewals/mails.ts';
import { emailChangedMail, emailTakenMail, emailVerifyMail } from '../../src/journeys/email-change/mails.ts';
import { resetMail } from '../../src/journeys/password-reset/mails.ts';
import { codeMail, signInLinkMail } from '../../src/journeys/sign-in/mails.ts';
import { alreadyHaveAccountMail, verifyAddressMail } from '../../src/journeys/sign-up/mails.ts';
import { defaultBrand, type Locale } from '../../src/ui/brand.ts';
import type { Mail, MailAbout } from '../../src/ui/mail/about.ts';
import { enMails } from '../../src/ui/words/en-mails.ts';
import { frMails } from '../../src/ui/words/fr-mails.ts';

const origin = 'https://portail.exemple.fr';
const token = '9tXc2Kq7LmA4VbRzwE81nq7LmA4VbRzwE81n9tXc2Kq';
const at = Date.UTC(2026, 10, 20, 8, 11);

/** The default brand with a help desk. */
export function sampleAbout(locale: Locale, changes: Partial<MailAbout> = {}): MailAbout {
  return {
    words: locale === 'fr' ? frMails : enMails,
    brand: defaultBrand,
    help: {
      phone: '01 23 45 67 89',
      email: 'assistance@exemple.fr',
      url: 'https://aide.exemple.fr/',
      hours: '9:00–18:00',
    },
    origin,
    locale,
    ...changes,
  };
}

export type SampleKind =
  | 'code'
  | 'sign-in-link'
  | 'new-device'
  | 'password-reset'
  | 'password-changed'
  | 'factor-added'
  | 'factors-reset'
  | 'recovery-code-used'
  | 'verify-address'
  | 'already-have-account'
  | 'invitation'
  | 'renewal-ahead'
  | 'inactive'
  | 'email-verify'
  | 'email-taken'
  | 'email-changed'
  | 'deletion-ahead'
  | 'account-deleted'
  | 'staff-alert';

/** Every mail there is, filled in: for tests that hold for all of them and for their pictures. */
export function sampleMails(
  about: MailAbout,
  person = { device: 'Chrome sur Windows', name: 'Camille Martin' },
) {
  const { device: deviceLabel, name } = person;
  const link = (path: string) => `${origin}${path}?jeton=${token}`;
  const notMeUrl = link('/ce-n-etait-pas-moi');
  return {
    code: codeMail(about, { code: '856485', askedAt: at, deviceLabel, minutes: 10 }),
    'sign-in-link': signInLinkMail(about, { url: link('/connexion/lien'), minutes: 60 }),
    'new-device': ownerAlertMail(about, { what: 'newDevice', at, deviceLabel, notMeUrl }),
    'password-reset': resetMail(about, {
      url: link('/renouvellement'),
      minutes: 60,
      askedAt: at,
      deviceLabel,
    }),
    'password-changed': ownerAlertMail(about, { what: 'passwordChanged', at, deviceLabel: null, notMeUrl }),
    'factor-added': factorNewsMail(about, {
      news: 'passkey-added',
      at,
      deviceLabel,
      name,
      notMeUrl,
    }),
    'factors-reset': factorNewsMail(about, { news: 'reset', at, deviceLabel: null, notMeUrl }),
    'recovery-code-used': factorNewsMail(about, {
      news: 'recovery-code-used',
      at,
      deviceLabel,
      codesLeft: 2,
      notMeUrl,
    }),
    'verify-address': verifyAddressMail(about, { url: link('/creer-un-compte/verification'), minutes: 60 }),
    'already-have-account': alreadyHaveAccountMail(about, {
      signInUrl: `${origin}/connexion`,
      resetUrl: `${origin}/mot-de-passe-oublie`,
    }),
    invitation: invitationMail(about, { url: link('/renouvellement'), name, hours: 168 }),
    'renewal-ahead': renewalAheadMail(about, { at }),
    inactive: inactiveMail(about, { name, at }),
    'email-verify': emailVerifyMail(about, { url: link('/nouvelle-adresse'), minutes: 1_440 }),
    'email-taken': emailTakenMail(about),
    'email-changed': emailChangedMail(about, {
      at,
      deviceLabel,
      newAddress: 'c…@exemple.fr',
      undoUrl: link('/ancienne-adresse'),
    }),
    'deletion-ahead': deletionAheadMail(about, { name, at, notMeUrl }),
    'account-deleted': deletedMail(about, { name }),
    'staff-alert': staffAlertMail(about, {
      via: 'not-me',
      member: { id: 'm1', name, email: 'camille@exemple.fr' as never },
      at,
      from: { label: deviceLabel, address: '192.0.2.7', place: { fr: 'Lille, France', en: 'Lille, France' } },
      done: {
        sessions: 2,
        devices: 1,
        factors: 1,
        consents: 1,
        emailRestored: true,
        deletionCancelled: true,
        locked: false,
      },
    }),
  } satisfies Record<SampleKind, Mail>;
}
