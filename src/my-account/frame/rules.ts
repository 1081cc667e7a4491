import { displayEmail, type Email } from '../../identity/accounts/rules.ts';

/** What the frame of « Mon compte » says of whose account it is. */
export function ownerOf({
  account,
}: {
  account: { name: string; email: Email; deletionDueAt: number | null };
}): { name: string; email: string; deletionDueAt: number | null } {
  const { name, email, deletionDueAt } = account;
  return { name, email: displayEmail(email), deletionDueAt };
}
