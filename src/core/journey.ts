/**
 * A journey as data: for each step the page that shows it, and for each event the arrows that may follow,
 * tried top to bottom; the last has no guard. Nothing else decides which page comes next.
 */
export type Arrow<Step extends string, Guard extends string> = { when?: Guard; to: Step };
export type Journey<Step extends string, Event extends string, Guard extends string> = Record<
  Step,
  { path: string; on: Partial<Record<Event, readonly Arrow<Step, Guard>[]>> }
>;
export type Guards<Guard extends string, Facts> = Record<Guard, (facts: Facts) => boolean>;

/** The step that follows an event, or null when the event means nothing at this step. */
export function follow<Step extends string, Event extends string, Guard extends string, Facts>(
  { journey, guards }: { journey: Journey<Step, Event, Guard>; guards: Guards<Guard, Facts> },
  step: Step,
  event: Event,
  facts: Facts,
): Step | null {
  const arrows = journey[step].on[event] ?? [];
  return arrows.find((arrow) => arrow.when === undefined || guards[arrow.when](facts))?.to ?? null;
}

/** The steps that no arrow from `first` ever reaches: a test keeps this list empty. */
export function unreachable<Step extends string>(
  journey: Journey<Step, string, string>,
  first: Step,
): Step[] {
  const reached = new Set<Step>([first]);
  for (const step of reached) {
    for (const arrows of Object.values(journey[step].on) as (readonly Arrow<Step, string>[])[]) {
      for (const arrow of arrows) reached.add(arrow.to);
    }
  }
  return (Object.keys(journey) as Step[]).filter((step) => !reached.has(step));
}
