import {
  type FactorsHeld,
  fewRecoveryCodes,
  mostPasskeys,
  type PasskeySummary,
} from '../../identity/factors/rules.ts';
import { paths } from '../../routes.ts';
import { type AccountOwner, accountPage, section, smallForm, smallLink } from '../../ui/account-page.ts';
import { applicationFields, recoveryCodes, setUpActs } from '../../ui/factors.ts';
import { hiddenFields, textField } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons } from '../../ui/icons.ts';
import { note, primary, quietLink } from '../../ui/parts.ts';
import { passkeyButton, withoutPasskey } from '../../ui/passkey.ts';
import type { Qr } from '../../ui/qr.ts';
import { described, fieldError } from '../../ui/summary.ts';
import type { FieldError, View } from '../../ui/view.ts';
import { datesOf } from '../../ui/words/dates.ts';
import type { Done } from './web.ts';

type Errors = readonly FieldError[];
type Common = { owner: AccountOwner; now: number };

/** « Protection du compte »: what the account holds, and where each is kept. */
export function factorsPage(view: View, of: Common & { held: FactorsHeld; done: Done | null }): Html {
  const words = view.words.factors;
  const { passkeys, authenticator, recoveryCodesLeft: left } = of.held;
  const holds = passkeys.length > 0 || authenticator !== null;
  return accountPage(view, {
    owner: of.owner,
    current: 'factors',
    title: words.title,
    done: of.done && words.done[of.done],
    body: html`<p class="muted">${holds ? words.lead : words.none}</p>
${section({
  title: words.passkeys,
  lead: words.passkeysLead,
  act: smallLink(passkeys.length > 0 ? words.managePasskeys : words.addPasskey, paths.accountPasskeys),
  body:
    passkeys.length > 0 ? html`<ul class="rows">${passkeys.map((key) => row(view, key, of.now))}</ul>` : '',
})}
${section({
  title: words.authenticator,
  lead: authenticator ? application(view, authenticator, of.now) : words.authenticatorLead,
  act: smallLink(authenticator ? words.manage : words.addAuthenticator, paths.accountAuthenticator),
})}
${section({
  title: words.recoveryCodes,
  lead: words.recoveryLead,
  act: holds ? smallLink(words.makeCodes, paths.accountRecoveryCodes) : '',
  body: html`<div class="prose">${codesLeft(view, { holds, left })}</div>`,
})}`,
  });
}

function codesLeft(view: View, { holds, left }: { holds: boolean; left: number }): Html {
  const words = view.words.factors;
  if (!holds) return html`<p class="muted">${words.needFactor}</p>`;
  if (left === 0) return note('warn', words.noneLeft);
  return left <= fewRecoveryCodes ? note('warn', words.few(left)) : html`<p>${words.left(left)}</p>`;
}

function row(
  view: View,
  key: PasskeySummary,
  now: number,
  { below, beside }: { below?: Html; beside?: Html } = {},
): Html {
  return html`<li><span class="ic">${icons.key}</span><div><h3>${key.name}</h3><p>${since(view, key, now)}</p>${below}</div>${beside}</li>`;
}

function since(view: View, { createdAt, lastUsedAt }: PasskeySummary, now: number): string {
  const words = view.words.factors;
  const dates = datesOf(view.locale, view.timeZone);
  const used = lastUsedAt === null ? words.neverUsed : words.lastUsed(dates.past(lastUsedAt, now));
  return `${words.added(dates.past(createdAt, now))}, ${used}`;
}

function application(view: View, of: { createdAt: number; lastUsedAt: number | null }, now: number): string {
  const words = view.words.factors;
  const dates = datesOf(view.locale, view.timeZone);
  const used = of.lastUsedAt === null ? words.neverUsed : words.lastUsed(dates.past(of.lastUsedAt, now));
  return `${words.authenticatorAdded(dates.past(of.createdAt, now))}, ${used}`;
}

/** « Clés d'accès »: each with its name and a way to remove it, and a new one. Without scripts all but the new one. */
export function passkeysPage(
  view: View,
  of: Common & { passkeys: readonly PasskeySummary[]; options: object; name: string; errors: Errors },
): Html {
  const words = view.words.factors;
  const full = of.passkeys.length >= mostPasskeys;
  return accountPage(view, {
    owner: of.owner,
    current: 'factors',
    title: words.passkeys,
    errors: of.errors,
    body: html`${
      of.passkeys.length === 0
        ? ''
        : section({
            title: words.yours,
            lead: words.removeHint,
            body: html`<ul class="rows">${of.passkeys.map((key) =>
              row(view, key, of.now, {
                below: renaming(view, key, of.errors),
                beside: removing(view, key),
              }),
            )}</ul>`,
          })
    }
${section({
  title: words.addPasskey,
  lead: full ? words.tooMany : words.addLead,
  body: full
    ? ''
    : html`<form method="post" novalidate>${hiddenFields(view, null)}<input type="hidden" name="action" value="add">
${textField({ name: 'name', label: words.name, value: of.name, autocomplete: 'off', errors: of.errors })}
<div class="acts">${passkeyButton(view, {
        label: view.words.passkey.create,
        options: of.options,
        look: 'btn-1',
        create: true,
      })}${withoutPasskey(view)}${quietLink(view.words.account.cancel, paths.accountFactors)}</div>
</form>`,
})}`,
  });
}

function renaming(view: View, { id, name }: PasskeySummary, errors: Errors): Html {
  const words = view.words.factors;
  const field = `name-${id}`;
  const open = errors.some((error) => error.field === field) ? html` open` : '';
  return html`<details${open}><summary class="lnk">${words.rename}</summary>
<form method="post" class="stack" novalidate>${hiddenFields(view, null)}<input type="hidden" name="action" value="rename"><input type="hidden" name="id" value="${id}">
<div class="field"><label for="${field}">${words.newName}</label>${fieldError(errors, field)}<input class="in" id="${field}" name="name" type="text" autocomplete="off" spellcheck="false" required value="${name}"${described(errors, field)}></div>
<div class="acts"><button class="btn btn-2 btn-s" aria-label="${words.renameOf(name)}">${words.rename}</button></div>
</form></details>`;
}

const removing = (view: View, { id, name }: PasskeySummary): Html =>
  smallForm(view, {
    action: paths.accountPasskeys,
    label: view.words.factors.remove,
    name: view.words.factors.removeOf(name),
    fields: { action: 'remove', id },
  });

/** « Application d'authentification »: a picture to scan, or a key to type, and its first code. */
export function authenticatorPage(
  view: View,
  of: Common & {
    authenticator: { createdAt: number; lastUsedAt: number | null } | null;
    qr: Qr;
    secret: string;
    uri: string;
    ticket: string;
    errors: Errors;
  },
): Html {
  const words = view.words.factors;
  const { authenticator } = of;
  return accountPage(view, {
    owner: of.owner,
    current: 'factors',
    title: words.authenticator,
    errors: of.errors,
    body: html`${
      authenticator === null
        ? ''
        : section({
            title: words.authenticator,
            lead: application(view, authenticator, of.now),
            act: smallForm(view, {
              action: paths.accountAuthenticator,
              label: words.removeAuthenticator,
              fields: { action: 'remove' },
            }),
          })
    }
${section({
  title: authenticator === null ? words.addAuthenticator : words.replaceAuthenticator,
  lead: authenticator === null ? words.authenticatorLead : words.replaceLead,
  body: html`<form method="post" novalidate>${hiddenFields(view, null)}<input type="hidden" name="action" value="confirm">
${applicationFields(view, of)}
${setUpActs(view, paths.accountFactors)}
</form>`,
})}`,
  });
}

/** « Codes de secours »: how many are left, and new ones. */
export function recoveryPage(view: View, of: Common & { left: number; holds: boolean; gone: boolean }): Html {
  const words = view.words.factors;
  return accountPage(view, {
    owner: of.owner,
    current: 'factors',
    title: words.recoveryCodes,
    body: html`<section class="card sec"><div class="prose">${of.gone ? note('warn', words.codesGone) : ''}${codesLeft(view, of)}${
      of.holds ? html`<p>${words.makeLead}</p>` : ''
    }</div>
<form method="post" novalidate>${hiddenFields(view, null)}
<div class="acts">${of.holds ? primary(words.makeCodes, view.words.common.saving) : ''}${quietLink(view.words.account.cancel, paths.accountFactors)}</div>
</form></section>`,
  });
}

/** New codes, shown to whoever made them. */
export function newCodesPage(
  view: View,
  of: { owner: AccountOwner; codes: readonly string[]; downloadHref: string },
): Html {
  const words = view.words.factors;
  return accountPage(view, {
    owner: of.owner,
    current: 'factors',
    title: words.codesTitle,
    body: html`<section class="card sec"><div class="prose">${recoveryCodes(view, {
      codes: of.codes,
      downloadHref: of.downloadHref,
      doneHref: paths.accountFactors,
      doneLabel: words.codesKept,
    })}</div></section>`,
  });
}
