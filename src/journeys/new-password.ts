import { z } from 'zod';
import type { PasswordProblem } from '../identity/passwords/rules.ts';
import { formFields, typedPassword } from '../platform/http/forms.ts';
import type { FieldError, View } from '../ui/view.ts';

/** A new password, typed twice (the guide). */
export const newPasswordForm = z.strictObject({ ...formFields, new: typedPassword, confirm: typedPassword });

/** What is wrong with the pair before any rule of passwords is asked, or null. */
export function newPasswordProblem(
  { words }: View,
  fields: { new: string; confirm: string },
): FieldError | null {
  const { problems } = words.newPassword;
  if (fields.new === '') return { field: 'new', message: problems.empty };
  if (fields.confirm === '') return { field: 'confirm', message: problems['confirm-empty'] };
  return fields.new === fields.confirm ? null : { field: 'confirm', message: problems.confirm };
}

/** The person's words for a password that the rules refuse. */
export function passwordMessage({ words }: View, problem: PasswordProblem, minLength: number): FieldError {
  const { problems } = words.newPassword;
  const message = problem === 'too-short' ? problems['too-short'](minLength) : problems[problem];
  return { field: 'new', message };
}
