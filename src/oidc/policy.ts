import type { interactionPolicy, KoaContextWithOIDC } from 'oidc-provider';
import type { Acr } from '../identity/sessions/rules.ts';
import { acrAsked, answerAcr, askFor } from './rules.ts';

type Module = typeof import('oidc-provider');
type MayOpen = (ctx: KoaContextWithOIDC) => Promise<boolean>;

/**
 * What must be settled with a person before a tool hears who they are, in order: who they are, whether they may open the
 * tool, and whether a third party's may know. The first that is not settled leads to our pages.
 */
export function createPolicy(
  { interactionPolicy: { base, Check, Prompt } }: Module,
  { mayOpen }: { mayOpen: MayOpen },
): interactionPolicy.DefaultPolicy {
  const policy = base();
  const { checks } = policy.get('login')!;
  // The provider takes levels for names; ours are ordered: more is good too.
  checks.remove('essential_acr');
  checks.remove('essential_acrs');
  checks.add(new Check('acr', 'the sign-in is not as strong as was asked', 'login_required', isTooWeak));
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0);
  policy.add(
    new Prompt(
      { name: 'access' },
      new Check('not_allowed', 'the end-user may not open this tool', 'access_denied', async (ctx) =>
        ctx.oidc.session?.accountId === undefined ? false : !(await mayOpen(ctx)),
      ),
    ),
    2,
  );
  return policy;
}

/** Also says in the tokens what was asked for, where the sign-in is stronger. */
function isTooWeak({ oidc }: KoaContextWithOIDC): boolean {
  const asked = acrAsked(oidc.params ?? {});
  if (asked === null || !oidc.session?.accountId) return false;
  const answer = answerAcr(oidc.session.acr as Acr, asked);
  if (answer !== null) {
    oidc.session.acr = answer;
    return false;
  }
  if (asked.essential) return true;
  // Asked for, not required: once, where it can be had, and never where nothing may be shown.
  return askFor(asked) !== null && !oidc.prompts.has('none') && !oidc.result?.login;
}
