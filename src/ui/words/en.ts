import { notMe, reset, signUp } from './en-account.ts';
import { activity } from './en-activity.ts';
import { common, fields, newPassword } from './en-common.ts';
import { emailChange } from './en-email-change.ts';
import { errorPage, errors, toolRefused } from './en-errors.ts';
import { enrolment, factor, factors, passkey } from './en-factors.ts';
import { help } from './en-help.ts';
import { account } from './en-my-account.ts';
import { consent } from './en-oidc.ts';
import { home } from './en-portal.ts';
import { code, onward, renewal, signIn } from './en-sign-in.ts';
import { signedOut, signOut } from './en-sign-out.ts';
import type { fr } from './fr.ts';

/** The same words in English, complete. */
export const en = {
  common,
  fields,
  newPassword,
  signIn,
  onward,
  code,
  renewal,
  passkey,
  factor,
  factors,
  enrolment,
  signOut,
  signedOut,
  reset,
  signUp,
  notMe,
  home,
  account,
  activity,
  emailChange,
  consent,
  help,
  errorPage,
  errors,
  toolRefused,
} satisfies typeof fr;
