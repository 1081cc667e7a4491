import type { Journey } from '../core/journey.ts';

type AnyJourney = Journey<string, string, string>;
export type DrawnJourney = { title: string; journey: AnyJourney; first: string };

/**
 * A journey as a Mermaid state diagram: a box for each step with its URL, an arrow for each event,
 * with its guard in brackets. Drawn from the very data that the portal follows.
 */
export function journeyAsMermaid({ journey, first }: Omit<DrawnJourney, 'title'>): string {
  const steps = Object.entries(journey);
  const boxes = steps.map(([step, { path }]) => `  ${nameOf(step)} : ${step} ${path}`);
  const arrows = steps.flatMap(([step, { on }]) =>
    Object.entries(on).flatMap(([event, choices]) =>
      (choices ?? []).map(
        ({ when, to }) => `  ${nameOf(step)} --> ${nameOf(to)} : ${event}${when ? ` [${when}]` : ''}`,
      ),
    ),
  );
  const ends = steps.filter(([, { on }]) => Object.keys(on).length === 0);
  return [
    'stateDiagram-v2',
    ...boxes,
    `  [*] --> ${nameOf(first)}`,
    ...arrows,
    ...ends.map(([step]) => `  ${nameOf(step)} --> [*]`),
    '',
  ].join('\n');
}

/** The page of docs/ with every journey's picture. */
export function journeysAsMarkdown(journeys: readonly DrawnJourney[]): string {
  const sections = journeys.map(
    ({ title, ...journey }) => `## ${title}\n\n\`\`\`mermaid\n${journeyAsMermaid(journey)}\`\`\`\n`,
  );
  const preface =
    'Each box is a step and the page that shows it; each arrow is an event, with the guard in brackets that\n' +
    'must hold. Arrows of one event are tried top to bottom, and the last has no guard.\n';
  return ['# Journeys\n', preface, ...sections].join('\n');
}

// A hyphen ends a name in Mermaid.
function nameOf(step: string): string {
  return step.replaceAll('-', '_');
}
