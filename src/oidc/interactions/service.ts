import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Interaction, InteractionResults, Provider } from 'oidc-provider';
import type { Accounts } from '../../identity/accounts/service.ts';
import type { Audit } from '../../identity/audit/service.ts';
import type { Consents } from '../../identity/consents/service.ts';
import { acrOf } from '../../identity/sessions/rules.ts';
import type { Session } from '../../identity/sessions/service.ts';
import type { Database } from '../../platform/db/database.ts';
import { acrAsked, hintIn, type Scope, scopeOfClaim, scopes } from '../rules.ts';
import type { Question } from './rules.ts';

export type Questions = ReturnType<typeof createQuestions>;

type QuestionDeps = {
  db: Database;
  accounts: Pick<Accounts, 'hold'>;
  consents: Consents;
  audit: Audit;
  getProvider(): Promise<Provider>;
};

/** The questions that the provider asks before it answers a tool: found, and settled. */
export function createQuestions({ getProvider, db, accounts, consents, audit }: QuestionDeps) {
  const settle = async (interaction: Interaction, result: InteractionResults): Promise<void> => {
    interaction.result = 'error' in result ? result : { ...interaction.lastSubmission, ...result };
    // Who was signed in when it was asked no longer counts: the result says who is.
    interaction.session = undefined;
    await interaction.persist();
  };

  return {
    /** The question of this browser; null when it is another's, too old, or answered. */
    find: async ({
      uid,
      request,
      reply,
    }: {
      uid: string;
      request: FastifyRequest;
      reply: FastifyReply;
    }): Promise<Interaction | null> => {
      const provider = await getProvider();
      const { cookies } = provider.createContext(request.raw, reply.raw);
      if (cookies.get(provider.cookieName('interaction'), { signed: true }) !== uid) return null;
      return (await provider.Interaction.find(uid)) ?? null;
    },

    /** Whom an answered question was answered for; null when it is not answered by a sign-in. */
    answeredFor: async (uid: string): Promise<string | null> => {
      const provider = await getProvider();
      const { result } = (await provider.Interaction.find(uid)) ?? {};
      return result?.login?.accountId ?? null;
    },

    /** This person, as they are signed in at the portal. */
    signedIn: (interaction: Interaction, session: Session): Promise<void> =>
      settle(interaction, {
        login: {
          accountId: session.accountId,
          ts: Math.floor(session.createdAt / 1_000),
          amr: session.amr,
          acr: acrOf(session.amr),
          remember: false,
        },
        ...(interaction.prompt.name === 'select_account' && { select_account: {} }),
      }),

    /** A first party needs no consent: asked for one all the same, it has it. */
    granted: (interaction: Interaction): Promise<void> => settle(interaction, { consent: {} }),

    /** Yes to a third party, remembered. */
    allowed: async (
      interaction: Interaction,
      { accountId, address }: { accountId: string; address: string },
    ) => {
      const toolId = toolOf(interaction);
      await db.transaction(async (tx) => {
        // Of two answers at once, or of one beside its withdrawal, none loses what the other said.
        await accounts.hold(tx, accountId);
        await consents.remember(tx, { accountId, toolId, scopes: scopesIn(interaction) });
        await audit.record(tx, {
          type: 'tool.consent-given',
          accountId,
          address,
          data: { tool: toolId, scopes: scopesIn(interaction) },
        });
      });
      await settle(interaction, { consent: {} });
    },

    /** The tool hears that nothing came of it, and why. */
    refused: (interaction: Interaction, error: string, description: string): Promise<void> =>
      settle(interaction, { error, error_description: description }),
  };
}

/** The tool that asks. */
export const toolOf = ({ params }: Interaction): string => String(params.client_id);

/** What the tool wants to know, single claims counted as their scope, in our own order. */
export function scopesIn({ params }: Interaction): Scope[] {
  const named = typeof params.scope === 'string' ? params.scope.split(' ') : [];
  const claims = typeof params.claims === 'string' ? (JSON.parse(params.claims) as Claims) : {};
  const single = [claims.id_token, claims.userinfo].flatMap((wanted) => Object.keys(wanted ?? {}));
  const all = new Set<string>([...named, ...single.flatMap((claim) => scopeOfClaim[claim] ?? [])]);
  return scopes.filter((scope) => all.has(scope));
}

type Claims = { id_token?: object; userinfo?: object };

/** The question in our own words, to whoever is signed in; `nameOf` is what the tool knows an account by. */
export function questionOf(
  { prompt, params, iat, lastSubmission, session }: Interaction,
  { here, nameOf }: { here: string | null; nameOf: (accountId: string) => string },
): Question {
  const wanted = namedIn(params);
  return {
    prompt: prompt.name,
    reasons: prompt.reasons,
    acr: acrAsked(params),
    askedAt: iat * 1_000,
    tried: lastSubmission?.login !== undefined,
    accountId: session?.accountId ?? null,
    isAnother: here !== null && wanted.some((name) => name !== nameOf(here)),
    ...hintIn(params),
  };
}

/** Whom the tool names: by an ID token of before, which the provider has verified, or by its claims. */
function namedIn({ id_token_hint: hint, claims }: Interaction['params']): string[] {
  const [, payload = ''] = typeof hint === 'string' ? hint.split('.') : [];
  const token = payload
    ? (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub?: unknown })
    : {};
  const asked = typeof claims === 'string' ? (JSON.parse(claims) as SubClaim) : {};
  return [token.sub, asked.id_token?.sub?.value].filter((name) => typeof name === 'string');
}

type SubClaim = { id_token?: { sub?: { value?: unknown } | null } };
