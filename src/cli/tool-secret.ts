import type { Config } from '../config.ts';
import { paths } from '../routes.ts';
import type { Terminal } from './terminal.ts';

/** What a tool's builder pastes: all of it is said here and never again. */
export type Credentials = { issuer: string; clientId: string; clientSecret: string | null };

export const credentialsOf = (
  { publicUrl }: Pick<Config, 'publicUrl'>,
  clientId: string,
  clientSecret: string | null,
): Credentials => ({ issuer: `${publicUrl}${paths.oidc}`, clientId, clientSecret });

/** Writes them ready to paste, one a line, and what becomes of the secret. */
export function writeCredentials(
  { issuer, clientId, clientSecret }: Credentials,
  { out, say }: Terminal,
): void {
  out('');
  out(`  issuer         ${issuer}`);
  out(`  discovery      ${issuer}/.well-known/openid-configuration`);
  out(`  client_id      ${clientId}`);
  if (clientSecret !== null) out(`  client_secret  ${clientSecret}`);
  out('');
  if (clientSecret === null) {
    out(say({ fr: 'Sans secret : PKCE suffit.', en: 'Without a secret: PKCE is enough.' }));
    return;
  }
  out(
    say({
      fr: `Le secret n'est montré qu'ici : gardez-le. Un autre se fait par : poterne tool rotate-secret ${clientId}`,
      en: `The secret is shown only here: keep it. Another is made by: poterne tool rotate-secret ${clientId}`,
    }),
  );
}

/** A moment for an operator, in UTC. */
export const utc = (ms: number): string => `${new Date(ms).toISOString().replace('T', ' ').slice(0, 16)} UTC`;
