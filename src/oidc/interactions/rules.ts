import { type Acr, acrOf } from '../../identity/sessions/rules.ts';
import { type AcrAsked, answerAcr, askFor, asking } from '../rules.ts';

/** What the provider wants settled before it answers a tool. */
export type Question = {
  /** The first thing that is not settled. */
  prompt: string;
  reasons: readonly string[];
  acr: AcrAsked | null;
  /** When the tool asked, in epoch milliseconds, whole seconds. */
  askedAt: number;
  /** Somebody signed in for it, and it is still not settled. */
  tried: boolean;
  /** Who was signed in when it was asked; null: nobody. */
  accountId: string | null;
  /** The tool names somebody, and it is not who is signed in: the provider does not look again by itself. */
  isAnother: boolean;
  /** An address to begin with. */
  hint?: string;
};

type Session = { accountId: string; amr: readonly string[]; createdAt: number; account: { email: string } };

/** How a person signs in for it: as `Aim` of the sign-in. */
export type Way = { hint?: string; fresh?: boolean; who?: string; ask?: 'code' | 'factor' };

export type Next =
  | { to: 'sign-in'; way: Way }
  /** They are who and how was asked, or the provider must look again. */
  | { to: 'go-on' }
  | { to: 'consent' }
  | { to: 'refusal' }
  | { to: 'give-up'; error: 'login_required' | 'unmet_authentication_requirements' };

const wantsAnew = new Set(['login_prompt', 'select_account_prompt', 'max_age']);

/** What follows from the question and whoever is signed in at the portal now. */
export function decide(question: Question, session: Session | null): Next {
  const { prompt, reasons, acr, accountId, hint } = question;
  if (acr?.essential && askFor(acr) === null) {
    return { to: 'give-up', error: 'unmet_authentication_requirements' };
  }
  if (session === null) return { to: 'sign-in', way: { hint, ...asking(acr) } };
  // Somebody else signed in meanwhile, or the one who was is back: the provider looks from the beginning.
  if (prompt === 'access' || prompt === 'consent') {
    if (session.accountId !== accountId) return { to: 'go-on' };
    return { to: prompt === 'access' ? 'refusal' : 'consent' };
  }
  const email = session.account.email;
  const isNew = session.createdAt >= question.askedAt;
  if (question.isAnother) {
    if (isNew) return { to: 'give-up', error: 'login_required' };
    return { to: 'sign-in', way: { hint, fresh: true, ...asking(acr) } };
  }
  if (!isNew && reasons.some((reason) => wantsAnew.has(reason))) {
    const way = reasons.includes('max_age') ? { who: email } : { hint: hint ?? hintOf(reasons, email) };
    return { to: 'sign-in', way: { ...way, fresh: true, ...asking(acr) } };
  }
  if (acr && isShort(acr, session)) {
    if (!isNew) return { to: 'sign-in', way: { who: email, fresh: true, ...asking(acr) } };
    if (acr.essential && question.tried) {
      return { to: 'give-up', error: 'unmet_authentication_requirements' };
    }
  }
  return { to: 'go-on' };
}

/** Whoever is to choose an account is not offered the one that is there. */
const hintOf = (reasons: readonly string[], email: string) =>
  reasons.includes('select_account_prompt') ? undefined : email;

/** Too weak, and something could be done about it. */
function isShort(acr: AcrAsked, { amr }: Pick<Session, 'amr'>): boolean {
  const level: Acr = acrOf(amr);
  return answerAcr(level, acr) === null && askFor(acr) !== null;
}
