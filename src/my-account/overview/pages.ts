import { paths } from '../../routes.ts';
import { type AccountOwner, accountPage, section, smallForm, smallLink } from '../../ui/account-page.ts';
import { accountAnchors } from '../../ui/account-sections.ts';
import { activityLog } from '../../ui/activity-log.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons } from '../../ui/icons.ts';
import { address, flow } from '../../ui/parts.ts';
import type { View } from '../../ui/view.ts';
import { datesOf } from '../../ui/words/dates.ts';
import type { Done } from '../frame/service.ts';
import type { OverviewFacts, Seen } from './service.ts';

/** What the page of all shows, besides its facts; `now` in epoch milliseconds. */
export type Overview = { owner: AccountOwner; done: Done | null; now: number; facts: OverviewFacts };

/** « Mon compte », all of it. */
export function overviewPage(view: View, of: Overview): Html {
  return accountPage(view, {
    owner: of.owner,
    current: null,
    title: view.words.account.title,
    done: of.done && saying(view, of.done),
    body: [
      profile(view, of),
      password(view, of),
      factors(view, of),
      devices(view, of),
      sessions(view, of),
      activity(view, of),
      tools(view, of),
      data(view, of),
    ],
  });
}

/** The sentence of what was just done. */
function saying(view: View, done: Done): string {
  const words = view.words.account.done;
  switch (done.what) {
    case 'email-asked':
      return words['email-asked'](done.email);
    case 'device':
      return words.device(done.label, done.sessions);
    case 'devices':
      return words.devices(done.devices, done.sessions);
    case 'sessions':
      return words.sessions(done.sessions);
    case 'deletion':
      return words.deletion(datesOf(view.locale, view.timeZone).day(done.at));
    case 'consent':
      return words.consent(done.tool);
    default:
      return words[done.what];
  }
}

function profile(view: View, { owner, facts }: Overview): Html {
  const { sections, profile: words, change } = view.words.account;
  const fact = (name: string, value: Html | string, act: Html) =>
    html`<li><div><h3>${name}</h3><p>${value}</p></div>${act}</li>`;
  const link = (label: string, href: string) =>
    html`<a class="btn btn-2 btn-s" href="${href}" aria-label="${label}">${change}</a>`;
  return section({
    id: accountAnchors.profile,
    title: sections.profile,
    lead: words.lead,
    body: html`<ul class="rows facts">
${fact(words.name, facts.name, link(words.changeName, paths.accountName))}
${fact(words.email, address(owner.email), link(words.changeEmail, paths.accountEmail))}
${facts.pendingEmail === null ? '' : pending(view, facts.pendingEmail)}
${fact(words.language, words.languages[facts.language], link(words.changeLanguage, paths.accountLanguage))}
</ul>`,
  });
}

function pending(view: View, email: string): Html {
  const words = view.words.account.profile;
  const giveUp = smallForm(view, {
    action: paths.accountEmailSent,
    label: words.giveUp,
    name: words.giveUpOf(email),
  });
  return html`<li class="under-fact"><div><p>${flow(words.pending(email))}</p></div>${giveUp}</li>`;
}

function password(view: View, { facts }: Overview): Html {
  const { sections, password: words } = view.words.account;
  const { changedAt, minLength } = facts.password;
  const lead =
    changedAt === null
      ? words.noneYet
      : `${words.since(datesOf(view.locale, view.timeZone).day(changedAt))} ${words.length(minLength)}`;
  const act = smallLink(words.change, paths.accountPassword);
  return section({ id: accountAnchors.password, title: sections.password, lead, act });
}

function factors(view: View, { facts: { held } }: Overview): Html {
  const { sections, factors: words } = view.words.account;
  const { passkeys, authenticator, recoveryCodesLeft: left } = held;
  const has = passkeys.length > 0 || authenticator !== null;
  const parts = [
    passkeys.length > 0 ? words.passkeys(passkeys.length) : '',
    authenticator ? words.authenticator : '',
    has ? words.recoveryCodes(left) : '',
  ].filter(Boolean);
  const act = has
    ? html`<a class="btn btn-2 btn-s" href="${paths.accountFactors}" aria-label="${words.manageOf}">${words.manage}</a>`
    : smallLink(words.add, paths.accountFactors);
  return section({
    id: accountAnchors.factors,
    title: sections.factors,
    lead: has ? html`${words.lead}<br>${capital(parts.join(', '))}.` : flow(words.none),
    act,
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function devices(view: View, { facts, now }: Overview): Html {
  const { sections, devices: words, unknownPlace } = view.words.account;
  const dates = datesOf(view.locale, view.timeZone);
  const row = (device: Seen) =>
    seen(view, device, {
      tag: words.here,
      facts: words.facts(dates.day(device.since), dates.onDay(device.used, now)),
      act: smallForm(view, {
        action: paths.accountDevices,
        label: words.forget,
        name: words.forgetOf(device.label, device.place ?? unknownPlace, device.here),
        fields: { device: device.id },
      }),
    });
  const all = smallForm(view, {
    action: paths.accountDevices,
    label: words.forgetAll,
    fields: { action: 'all' },
  });
  const list = facts.devices;
  return section({
    id: accountAnchors.devices,
    title: sections.devices,
    lead: list.length === 0 ? words.none : words.lead,
    act: list.length > 1 ? all : '',
    body: list.length === 0 ? '' : html`<ul class="rows">${list.map(row)}</ul>`,
  });
}

function sessions(view: View, { facts, now }: Overview): Html {
  const { sections, sessions: words } = view.words.account;
  const dates = datesOf(view.locale, view.timeZone);
  const form = (label: string, fields: Record<string, string>, name?: string) =>
    smallForm(view, { action: paths.accountSessions, label, fields, ...(name && { name }) });
  const row = (session: Seen) => {
    const opened = dates.past(session.since, now);
    return seen(view, session, {
      tag: words.here,
      facts: words.facts(opened, dates.past(session.used, now)),
      act: session.here
        ? ''
        : form(words.close, { session: session.id }, words.closeOf(session.label, opened)),
    });
  };
  const isAlone = facts.sessions.length < 2;
  return section({
    id: accountAnchors.sessions,
    title: sections.sessions,
    lead: isAlone ? words.alone : words.lead,
    act: isAlone ? '' : form(words.closeOthers, { action: 'others' }),
    body: html`<ul class="rows">${facts.sessions.map(row)}</ul>
<div class="more">${smallForm(view, {
      action: paths.accountSessions,
      label: words.closeAll,
      fields: { action: 'all' },
      look: 'link',
    })}</div>`,
  });
}

/** A device or a session: what, which one is here, where and when. */
function seen(
  view: View,
  of: Seen,
  { tag, facts, act }: { tag: string; facts: string; act: Html | '' },
): Html {
  const isPocket = /iPhone|iPad|iOS|Android/.test(of.label);
  const here = of.here ? html`<span class="tag ok">${tag}</span>` : '';
  const place = of.place ?? view.words.account.unknownPlace;
  return html`<li><span class="ic">${isPocket ? icons.phone : icons.device}</span><div><h3>${of.label}${here}</h3><p>${place} · ${facts}</p></div>${act}</li>`;
}

function activity(view: View, { facts }: Overview): Html {
  const words = view.words.activity;
  return section({
    id: accountAnchors.activity,
    title: words.title,
    lead: words.lead,
    body: html`${activityLog(view, { lines: facts.activity, action: paths.accountActivity })}
<p class="more"><a class="lnk" href="${paths.accountActivity}">${words.all}</a></p>`,
  });
}

function tools(view: View, { facts, now }: Overview): Html {
  const { sections, tools: words } = view.words.account;
  const dates = datesOf(view.locale, view.timeZone);
  const known: Record<string, string> = words.scopes;
  const authorised = facts.authorised.map(({ id, name, scopes, givenAt }) => {
    const what = scopes.flatMap((scope) => known[scope] ?? []).join(', ');
    const act = smallForm(view, {
      action: paths.accountTools,
      label: words.withdraw,
      name: words.withdrawOf(name),
      fields: { tool: id },
    });
    return html`<li><span class="ic">${icons.shield}</span><div><h3>${name}</h3><p>${words.facts(dates.day(givenAt), what)}</p></div>${act}</li>`;
  });
  const opened = facts.opened.map(
    ({ name, openedAt, here }) =>
      html`<li><span class="ic">${icons.window}</span><div><h3>${name}${here ? html`<span class="tag ok">${words.here}</span>` : ''}</h3><p>${capital(words.openedFacts(dates.past(openedAt, now)))}</p></div></li>`,
  );
  return section({
    id: accountAnchors.tools,
    title: sections.tools,
    lead: authorised.length === 0 ? words.none : words.lead,
    body: html`${authorised.length === 0 ? '' : html`<ul class="rows">${authorised}</ul>`}${
      opened.length === 0 ? '' : html`<h3 class="sub">${words.opened}</h3><ul class="rows">${opened}</ul>`
    }`,
  });
}

function data(view: View, { owner }: Overview): Html {
  const { sections, data: words } = view.words.account;
  const isDue = owner.deletionDueAt !== null;
  return section({
    id: accountAnchors.data,
    title: sections.data,
    lead: words.lead,
    act: html`<a class="btn btn-2 btn-s" href="${paths.accountData}">${words.download}</a>`,
    body: isDue
      ? ''
      : html`<ul class="rows facts"><li><div><h3>${words.deletion}</h3><p>${words.deletionLead}</p></div><a class="btn btn-bad btn-s" href="${paths.accountDelete}">${words.deletion}</a></li></ul>`,
  });
}
