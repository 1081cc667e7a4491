import { type Html, html } from './html.ts';
import { icons } from './icons.ts';
import type { FieldError, View } from './view.ts';

/**
 * « Il y a un problème »: takes the focus (by attribute, so without scripts too) and links to each field
 * [security.md 45].
 */
export function summary(view: View, errors: readonly FieldError[]): Html {
  return html`<div class="sum" role="alert" tabindex="-1" aria-labelledby="problem" autofocus data-focus>
<h2 id="problem">${view.words.common.problem}</h2>
<ul>${errors.map((error) => html`<li><a href="#${error.field}">${error.message}</a></li>`)}</ul>
</div>`;
}

/** The same words beside the field; empty when the field has no error. */
export function fieldError(errors: readonly FieldError[], field: string): Html | '' {
  const error = errors.find((one) => one.field === field);
  return error
    ? html`<p class="err" id="${field}-error">${icons.alert}<span>${error.message}</span></p>`
    : '';
}

/** `aria-describedby` and `aria-invalid` of a field, from its error and its hints' ids. */
export function described(
  errors: readonly FieldError[],
  field: string,
  hints: readonly string[] = [],
): Html | '' {
  const wrong = errors.some((one) => one.field === field);
  const ids = wrong ? [`${field}-error`, ...hints] : hints;
  if (ids.length === 0) return '';
  return wrong
    ? html` aria-invalid="true" aria-describedby="${ids.join(' ')}"`
    : html` aria-describedby="${ids.join(' ')}"`;
}
