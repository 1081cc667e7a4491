import { enrolmentHours as hours } from '../identity/factors/rules.ts';
import type { Terminal } from './terminal.ts';

/** Prints an enrolment link: on a line of its own, once, never kept anywhere else. */
export function printEnrolment({ out, say }: Terminal, url: string): void {
  out(
    say({
      fr: `Lien d'activation, à remettre en main propre, valable ${hours} heures et une seule fois :`,
      en: `Activation link, to be handed over in person, good for ${hours} hours and once:`,
    }),
  );
  out(url);
}
