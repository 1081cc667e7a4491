import type { Email } from '../../identity/accounts/rules.ts';

/** Who may make an account by themselves [security.md 16]. */
export type SignUpPolicy = { mode: 'open' | 'closed' } | { mode: 'domains'; domains: readonly string[] };

/** Whether this address may sign up; depends on the address alone, never on whether it has an account. */
export function maySignUp(
  policy: SignUpPolicy,
  email: Email,
): { ok: true } | { ok: false; reason: 'closed' | 'domain-refused' } {
  switch (policy.mode) {
    case 'open':
      return { ok: true };
    case 'closed':
      return { ok: false, reason: 'closed' };
    case 'domains': {
      const domain = email.slice(email.lastIndexOf('@') + 1);
      return policy.domains.includes(domain) ? { ok: true } : { ok: false, reason: 'domain-refused' };
    }
    default:
      return policy satisfies never;
  }
}
