import { notMe, reset, signUp } from './fr-account.ts';
import { activity } from './fr-activity.ts';
import { common, fields, newPassword } from './fr-common.ts';
import { emailChange } from './fr-email-change.ts';
import { errorPage, errors, toolRefused } from './fr-errors.ts';
import { enrolment, factor, factors, passkey } from './fr-factors.ts';
import { help } from './fr-help.ts';
import { account } from './fr-my-account.ts';
import { consent } from './fr-oidc.ts';
import { home } from './fr-portal.ts';
import { code, onward, renewal, signIn } from './fr-sign-in.ts';
import { signedOut, signOut } from './fr-sign-out.ts';

/** The source of every word that pages show; mails have their own file. English must satisfy its shape. */
export const fr = {
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
};
