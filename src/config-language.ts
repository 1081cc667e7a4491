export type Language = 'fr' | 'en';

/** The operator's language: French unless the environment names another [decision 0004]. */
export function languageOf(env: Record<string, string | undefined>): Language {
  const named = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return named === '' || /^(fr|C$|C\.|POSIX)/i.test(named) ? 'fr' : 'en';
}
