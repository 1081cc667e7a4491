import { paths } from '../../routes.ts';
import { accountBar } from '../../ui/account-bar.ts';
import { deletionBanner } from '../../ui/account-page.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons, toolIcons } from '../../ui/icons.ts';
import { appPage } from '../../ui/layout.ts';
import type { View } from '../../ui/view.ts';
import { datesOf } from '../../ui/words/dates.ts';

/** A tool of the configuration; `icon` is one of ui/icons.ts, any other draws the plain one. */
export type Tool = { name: string; description?: string; url: string; icon?: string };

/** What the home page shows. `previous` is the sign-in before this one; times are epoch milliseconds. */
export type HomePage = {
  name: string;
  email: string;
  tools: readonly Tool[];
  previous: { at: number; label: string } | null;
  now: number;
  notMeHref?: string;
  /** When the account will be deleted, as its owner asked; null when they did not. */
  deletionDueAt?: number | null;
};

/** « Vous êtes connecté(e) au portail de l'Opcommerce. » */
export function homePage(view: View, of: HomePage): Html {
  const words = view.words.home;
  return appPage(view, {
    title: words.pageTitle,
    bar: accountBar(view, of),
    body: html`${deletionBanner(view, { deletionDueAt: of.deletionDueAt ?? null })}<div class="hello">
<p class="muted">${words.hello(of.name)}</p>
<h1>${words.title(view.brand)}</h1>
<p class="last"><span>${icons.clock}<span>${lastSignIn(view, of)}</span></span>${
      of.notMeHref && of.previous ? html`<a class="lnk" href="${of.notMeHref}">${words.notMe}</a>` : ''
    }</p>
</div>
<h2 class="vh">${words.tools}</h2>
${of.tools.length === 0 ? noTools(view) : html`<ul class="tiles">${of.tools.map(tile)}</ul>`}`,
  });
}

function lastSignIn(view: View, of: HomePage): string {
  const words = view.words.home;
  if (!of.previous) return words.firstSignIn;
  const dates = datesOf(view.locale, view.timeZone);
  return words.lastSignIn(dates.past(of.previous.at, of.now), of.previous.label);
}

function tile(tool: Tool): Html {
  return html`<li><a class="card tile" href="${tool.url}"><span class="ic">${
    tool.icon && Object.hasOwn(toolIcons, tool.icon) ? toolIcons[tool.icon] : toolIcons.tool
  }</span><h3>${tool.name}</h3>${tool.description ? html`<p>${tool.description}</p>` : ''}${icons.go}</a></li>`;
}

function noTools(view: View): Html {
  const words = view.words.home;
  return html`<div class="card empty"><span class="ic">${toolIcons.tool}</span><h3>${words.noTools}</h3><p>${words.noToolsLead}</p><a class="lnk" href="${paths.help}">${words.noToolsHelp}</a></div>`;
}
