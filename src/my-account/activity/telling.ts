import { type Clock, dayMs } from '../../core/clock.ts';
import type { Locale } from '../../identity/accounts/rules.ts';
import type { AuditRecord } from '../../identity/audit/service.ts';
import { notMeDays } from '../../identity/links/rules.ts';
import type { Tools } from '../../identity/tools/service.ts';
import type { Tx } from '../../platform/db/database.ts';
import { placeName } from '../../platform/geo/name.ts';
import type { Places } from '../../platform/geo/places.ts';
import type { ActivityLine } from '../../ui/activity-log.ts';
import { datesOf } from '../../ui/words/dates.ts';
import { wordsOf } from '../../ui/words/index.ts';
import type { Group } from './rules.ts';
import { say, type Teller } from './sentences.ts';

export type Telling = ReturnType<typeof createTelling>;

type Deps = {
  clock: Clock;
  places: Pick<Places, 'lookup'>;
  tools: Pick<Tools, 'list'>;
  timeZone: string;
};

/** Events as lines in the reader's language: the places are looked up first, then each is told. */
export function createTelling({ clock, places, tools, timeZone }: Deps) {
  const tellerOf = async (tx: Tx, groups: readonly Group<AuditRecord>[], locale: Locale): Promise<Teller> => {
    const words = wordsOf(locale);
    const unknown = words.activity.unknownPlace;
    const names = new Map<string, string>();
    for (const { head } of groups) {
      const { address } = head;
      if (address === null || names.has(address)) continue;
      names.set(address, placeName(await places.lookup(address), locale) ?? unknown);
    }
    const all = await tools.list(tx);
    return {
      words,
      now: clock.now(),
      placeOf: (address) => (address === null ? unknown : (names.get(address) ?? unknown)),
      // A tool that is gone keeps its id.
      toolName: (id) => all.find((tool) => tool.id === id)?.name ?? id,
      day: datesOf(locale, timeZone).day,
    };
  };

  return {
    /** A line of each group that is about a person; those too old to be reported have no report. */
    tell: async (tx: Tx, groups: readonly Group<AuditRecord>[], locale: Locale): Promise<ActivityLine[]> => {
      const teller = await tellerOf(tx, groups, locale);
      const dates = datesOf(locale, timeZone);
      const from = teller.now - notMeDays * dayMs;
      return groups.flatMap((group) => {
        const { id, at } = group.head;
        const said = say(group, teller);
        if (said === null) return [];
        const { text, look = false, report = false } = said;
        const when = dates.logged(at, teller.now);
        return [
          { when, iso: new Date(at).toISOString(), text, look, event: report && at > from ? id : null },
        ];
      });
    },
  };
}
