import type { ChartWords } from '../identity/risk/replay/chart.ts';
import type { About } from '../identity/risk/replay/json.ts';
import type { Replay } from '../identity/risk/replay/replay.ts';
import type { Side } from '../identity/risk/replay/tally.ts';
import type { Bilingual, Terminal } from './terminal.ts';

type Named = About & { name: string };

/** The replay as a table for a person, line by line. */
export function writeReplay(
  replay: Replay,
  about: Named,
  { say, language }: Pick<Terminal, 'say' | 'language'>,
): string[] {
  const write = writer(say, language);
  if (replay.signIns === 0) return [...nothingToReplay(about, write), ...leftOutLines(replay, write)];
  return [
    ...head(replay, about, write),
    '',
    ...whoWasAsked(replay, about, write),
    '',
    ...againstAttackers(replay, about, write),
    ...leftOutLines(replay, write),
  ];
}

type Write = ReturnType<typeof writer>;

function writer(say: (sentence: Bilingual) => string, language: 'fr' | 'en') {
  const locale = { fr: 'fr-FR', en: 'en-GB' }[language];
  // A terminal shows narrow spaces badly.
  const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ');
  const format = (options: Intl.NumberFormatOptions) => {
    const { format: write } = new Intl.NumberFormat(locale, options);
    return (value: number) => plain(write(value));
  };
  const percent = format({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return {
    say,
    count: format({}),
    bits: format({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    share: (part: number, whole: number) => (whole === 0 ? '–' : `${percent((100 * part) / whole)} %`),
    day: (at: number) => new Date(at).toISOString().slice(0, 10),
  };
}

function nothingToReplay({ from, until }: Named, { say, day }: Write): string[] {
  return [
    say({
      fr: `Rien à rejouer : aucune connexion du ${day(from)} au ${day(until)} n'a été enregistrée avec son évaluation. Chaque connexion l'est désormais ; revenez plus tard, ou essayez un --days plus grand.`,
      en: `Nothing to replay: no sign-in from ${day(from)} to ${day(until)} was recorded with its assessment. Each one is from now on; come back later, or try a larger --days.`,
    }),
  ];
}

function head(
  replay: Replay,
  { from, until, policy, name }: Named,
  { say, count, day, bits }: Write,
): string[] {
  const { risk, codes } = policy;
  const percent = `${Math.round(risk.target * 1_000) / 10} %`;
  const threshold = risk.threshold === null ? null : bits(risk.threshold);
  const [signIns, people, warm] = [replay.signIns, replay.people, replay.warm].map(count);
  return [
    say({
      fr: `Du ${day(from)} au ${day(until)} (UTC) : ${signIns} connexions de ${people} personnes, dont ${warm} de comptes aux habitudes connues.`,
      en: `From ${day(from)} to ${day(until)} (UTC): ${signIns} sign-ins of ${people} people, ${warm} of them of accounts whose habits are known (warm).`,
    }),
    say({
      fr: `${name} : mode ${risk.mode}, ${threshold === null ? `seuil appris pour ${percent}` : `seuil fixé à ${threshold} bits`} ; code régulier après ${codes.knownDeviceDays} jours sur un appareil connu, ${codes.unknownDays} ailleurs.`,
      en: `${name}: mode ${risk.mode}, ${threshold === null ? `threshold learned for ${percent}` : `threshold fixed at ${threshold} bits`}; regular code after ${codes.knownDeviceDays} days on a known device, ${codes.unknownDays} elsewhere.`,
    }),
  ];
}

const labelWidth = 46;
const columnWidth = 20;

function row(label: string, ...cells: string[]): string {
  return `${label.padEnd(labelWidth)}${cells.map((cell) => cell.padStart(columnWidth)).join('')}`.trimEnd();
}

function whoWasAsked(replay: Replay, { name }: Named, write: Write): string[] {
  const { say, count, share, bits } = write;
  const { happened, policy, signIns, warm, people, unfinished } = replay;
  const pair = (label: Bilingual, cell: (side: Side) => string, indent = '') =>
    row(indent + say(label), cell(happened), cell(policy));
  const of = (whole: number, part: (side: Side) => number) => (side: Side) =>
    `${count(part(side))}  ${share(part(side), whole).padStart(7)}`;
  const theta = ({ theta: { last } }: Side) => (last === null ? '–' : bits(last));
  return [
    row('', say({ fr: 'ce qui s’est passé', en: 'what happened' }), name),
    pair(
      { fr: 'connexions avec code', en: 'sign-ins asked for a code' },
      of(signIns, (side) => side.all),
    ),
    ...reasonsOf(replay).map((reason) =>
      row(
        `  ${reason}`,
        ...[happened, policy].map((side) => of(signIns, ({ byReason }) => byReason[reason] ?? 0)(side)),
      ),
    ),
    pair(
      { fr: 'parmi les habituées (warm)', en: 'of the warm ones' },
      of(warm, (side) => side.warm),
    ),
    pair(
      { fr: 'parce qu’inhabituelles', en: 'because they were unusual' },
      of(warm, (side) => side.unusual),
      '  ',
    ),
    pair(
      { fr: 'personnes à qui un code a été demandé', en: 'people asked at least once' },
      of(people, (side) => side.people),
    ),
    pair({ fr: 'codes demandés à une personne, au plus', en: 'codes asked of one person, at most' }, (side) =>
      count(side.mostCodes),
    ),
    pair({ fr: 'seuil à la fin (bits)', en: 'threshold at the end (bits)' }, theta),
    pair({ fr: 'connexions où il pouvait agir', en: 'sign-ins where it could ask' }, (side) =>
      share(side.theta.acting, 1),
    ),
    pair(
      { fr: 'codes jamais donnés', en: 'codes that nobody gave' },
      of(unfinished, (side) => side.unfinished),
    ),
    row(
      say({ fr: 'avec code ici seulement', en: 'asked on one side only' }),
      count(replay.noLongerAsked),
      count(replay.newlyAsked),
    ),
  ];
}

/** Most frequent first; what really happened may have reasons that the policy does not, and the reverse. */
function reasonsOf({ happened, policy }: Replay): string[] {
  return [...new Set([...Object.keys(happened.byReason), ...Object.keys(policy.byReason)])];
}

function againstAttackers(
  { happened, policy, attacks }: Replay,
  { name }: Named,
  { say, count, share }: Write,
): string[] {
  const lines = [...attacks].map(([attacker, { tried, untold }]) => {
    const cell = (side: Side) => {
      const { asked, score } = side.caught.get(attacker)!;
      return `${share(asked, tried)}  ${share(score, tried).padStart(7)}`;
    };
    const places = untold > 0 ? `${count(tried)} (−${count(untold)})` : count(tried);
    return row(`  ${attacker}`, cell(happened), cell(policy), places);
  });
  return [
    say({
      fr: 'Attaquants simulés à la place des connexions habituées, avec le bon mot de passe :',
      en: 'Simulated attackers in the place of the warm sign-ins, with the right password:',
    }),
    row(
      say({
        fr: '  part à qui un code est demandé  (score seul)',
        en: '  share asked for a code  (the score alone)',
      }),
      say({ fr: 'ce qui s’est passé', en: 'what happened' }),
      name,
      say({ fr: 'connexions', en: 'sign-ins' }),
    ),
    ...lines,
  ];
}

function leftOutLines({ leftOut }: Replay, { say, count }: Write): string[] {
  if (leftOut.events === 0) return [];
  const fields = [...leftOut.missing].map(([name, times]) => `${name} (${count(times)})`).join(', ');
  return [
    '',
    say({
      fr: `Événements laissés de côté : ${count(leftOut.events)}. Il leur manque : ${fields}.`,
      en: `Events left out: ${count(leftOut.events)}. They lack: ${fields}.`,
    }),
  ];
}

/** Said where a picture was asked for and there is nothing to draw. */
export function noPicture(file: string): Bilingual {
  return {
    fr: `Aucune image n'est écrite dans ${file} : il n'y a rien à dessiner.`,
    en: `No picture is written to ${file}: there is nothing to draw.`,
  };
}

/** The words of the picture. */
export function chartWords({ from, until, name }: Named, { say }: Pick<Terminal, 'say'>): ChartWords {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return {
    title: say({
      fr: `Qui doit donner un code : ${name} et ce qui s’est passé`,
      en: `Who is asked for a code: ${name} and what happened`,
    }),
    description: say({
      fr: `Part des connexions avec code, du ${day(from)} au ${day(until)}, ce qui s’est passé et sous la politique ${name}.`,
      en: `Share of sign-ins asked for a code, from ${day(from)} to ${day(until)}, as it happened and under the policy ${name}.`,
    }),
    day: say({ fr: 'jour (UTC)', en: 'day (UTC)' }),
    asked: say({ fr: 'avec code, sur 7 jours', en: 'asked for a code, over 7 days' }),
    happened: say({ fr: 'ce qui s’est passé', en: 'what happened' }),
    policy: name,
  };
}
