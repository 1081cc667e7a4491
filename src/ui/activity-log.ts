import { hiddenFields } from './fields.ts';
import { type Html, html } from './html.ts';
import { flow } from './parts.ts';
import type { View } from './view.ts';

/** One line of the activity. `event` is what is reported by « Ce n'était pas moi »; null: nothing to report. */
export type ActivityLine = { when: string; iso: string; text: string; look: boolean; event: string | null };

/** The lines, newest first; `action` takes a report. */
export function activityLog(
  view: View,
  { lines, action }: { lines: readonly ActivityLine[]; action: string },
): Html {
  const words = view.words.activity;
  if (lines.length === 0) return html`<p class="muted empty-log">${words.none}</p>`;
  return html`<ol class="log">${lines.map(
    (line) =>
      html`<li><time datetime="${line.iso}">${line.when}</time><div><p>${
        line.look ? html`<span class="tag warn">${words.look}</span> ` : ''
      }${flow(line.text)}</p>${line.event === null ? '' : report(view, line, action)}</div></li>`,
  )}</ol>`;
}

function report(view: View, { event, when }: ActivityLine, action: string): Html {
  const words = view.words.activity;
  return html`<form method="post" action="${action}">${hiddenFields(view, null)}<input type="hidden" name="event" value="${event}"><button class="lnk" aria-label="${words.notMeOf(when)}">${words.notMe}</button></form>`;
}
