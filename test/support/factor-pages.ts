import * as enrolment from '../../src/journeys/enrolment/pages.ts';
import * as step from '../../src/journeys/sign-in/factor-pages.ts';
import { emailPage } from '../../src/journeys/sign-in/pages.ts';
import * as mine from '../../src/my-account/factors/pages.ts';
import type { Html } from '../../src/ui/html.ts';
import type { View } from '../../src/ui/view.ts';

/** The pages of second factors, in every state worth looking at. */
export function sampleFactorPages(
  view: View,
  { email, name, now }: { email: string; name: string; now: number },
): Record<string, Html> {
  const { factor, factors } = view.words;
  const options = { challenge: 'abc', rpId: 'portail.exemple.fr', timeout: 300_000 };
  const errors: { field: string; message: string }[] = [];
  const at = {
    journeyId: '0198-journey',
    email,
    reason: 'unknown-device' as const,
    triesLeft: 5,
    errors,
    editHref: '/connexion?j=0198',
  };
  const both = { ...at, passkey: options, authenticator: true, recoveryHref: '/connexion/second-facteur' };
  const wrong = [{ field: 'code', message: factor.problems.wrong(4) }];
  const owner = { name, email, deletionDueAt: null };
  const id = '01980000-0000-7000-8000-000000000001';
  const passkeys = [
    { id, name, createdAt: now - 90 * 86_400_000, lastUsedAt: now - 3_600_000, backedUp: true },
    { id: id.replace(/1$/, '2'), name: 'Bureau', createdAt: now, lastUsedAt: null, backedUp: false },
  ];
  const authenticator = { createdAt: now - 86_400_000, lastUsedAt: null };
  const held = { passkeys, authenticator, recoveryCodesLeft: 2 };
  const nothing = { passkeys: [], authenticator: null, recoveryCodesLeft: 0 };
  const setUp = {
    qr: { size: 21, path: 'M0 0h7v1H0z' },
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    uri: 'otpauth://totp/x?secret=y',
    ticket: 'jeton',
  };
  const codes = ['7K3M-Q2XR-9DTF-0WVB', 'ABCD-EFGH-JKMN-PQRS'];
  const list = { owner, now, passkeys, options, name: 'Chrome sur Windows', errors };
  const nameless = [{ field: `name-${id}`, message: factors.problems.name.empty }];
  const { journeyId } = at;
  const enrolling = { journeyId, email, errors };
  return {
    'email-passkey': emailPage(view, {
      email: '',
      errors,
      passkey: { options, action: '/connexion/cle-d-acces?suite=x&j=y' },
    }),
    factor: step.factorPage(view, both),
    'factor-passkey': step.factorPage(view, { ...both, authenticator: false, reason: 'role' }),
    'factor-error': step.factorPage(view, { ...both, passkey: null, triesLeft: 4, errors: wrong }),
    'factor-recovery': step.recoveryPage(view, { ...at, triesLeft: 3, backHref: '/connexion' }),
    'my-factors': mine.factorsPage(view, { owner, now, held, done: 'passkey-added' }),
    'my-factors-none': mine.factorsPage(view, { owner, now, held: nothing, done: null }),
    'my-passkeys': mine.passkeysPage(view, list),
    'my-passkeys-error': mine.passkeysPage(view, { ...list, errors: nameless }),
    'my-application': mine.authenticatorPage(view, { owner, now, authenticator, ...setUp, errors }),
    'my-recovery-codes': mine.recoveryPage(view, { owner, now, left: 0, holds: true, gone: true }),
    'my-new-codes': mine.newCodesPage(view, { owner, codes, downloadHref: '/mon-compte?codes=x&fichier=1' }),
    'enrolment-password': enrolment.passwordPage(view, { ...enrolling, minLength: 15 }),
    'enrolment-factor': enrolment.factorPage(view, { ...enrolling, options, applicationHref: '/x' }),
    'enrolment-application': enrolment.applicationPage(view, { ...enrolling, ...setUp, backHref: '/x' }),
    'enrolment-codes': enrolment.codesPage(view, { codes, downloadHref: '/x?codes=y&fichier=1' }),
    'enrolment-done': enrolment.donePage(view, {}),
  };
}
