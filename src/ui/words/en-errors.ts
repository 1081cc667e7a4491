import type { ErrorKey, ErrorWords } from '../errors.ts';
import type { errorPage as frErrorPage, toolRefused as frToolRefused } from './fr-errors.ts';

export const errorPage = {
  until: (within, moment) => `You can try again ${within}, ${moment}.`,
  reference: (code) => `Error code: ${code}`,
  incident: (id) => `Incident: ${id}`,
  actions: {
    'sign-in': 'Sign in',
    forgotten: 'Forgotten password',
    'sign-up': 'Create an account',
    home: 'Go to the portal’s home page',
    retry: 'Try again',
    help: 'Help',
    'other-account': 'Use another account',
    'leave-tool': 'Leave and go back to the tool',
  },
} satisfies typeof frErrorPage;

export const toolRefused = {
  title: (tool) => `You may not open “${tool}”.`,
  said: (email) => `This tool is not open to the account ${email}.`,
  ask: 'To ask for access, contact:',
  askHelp: 'To ask for access, contact the help desk.',
} satisfies typeof frToolRefused;

/** Every dead end in English. `desk` is for the help desk and stands in docs/errors.md. */
export const errors: Record<ErrorKey, ErrorWords> = {
  'link-expired': {
    title: 'This link has expired.',
    said: 'For security, a link received by e-mail is valid for a limited time only.',
    todo: 'Ask for a new link: it will replace this one.',
    desk: 'The time stated in the e-mail is over (60 minutes for a renewal). Have a new link requested. If it happens again, compare when the message was sent and when it arrived.',
  },
  'link-used': {
    title: 'This link has already been used.',
    said: 'Each link works only once.',
    todo: 'If you have finished, sign in. Otherwise ask for a new link.',
    desk: 'Someone submitted the form that this link opens. Opening it is not enough: a mail filter cannot have used it up. If the person submitted nothing, treat it as a suspicion.',
  },
  'link-replaced': {
    title: 'A more recent link was sent to you.',
    said: 'Only the last link received works.',
    todo: 'Open the most recent e-mail, or ask for a new link.',
    desk: 'Several requests were made; only the last message counts. Sort the mailbox by date, check the spam folder.',
  },
  'link-unknown': {
    title: 'This link is not complete.',
    said: 'The address opened matches no link sent by the portal. The end of the link may be missing.',
    todo: 'Click the button in the e-mail again, or ask for a new link.',
    desk: 'The link was cut (partial copy, line break), or is so old that it was erased. Have a new link requested.',
  },
  'link-other-browser': {
    title: 'This link was opened in another browser.',
    said: 'For security, it works only on the device and in the browser that asked for it.',
    todo: 'Copy the link from the e-mail into the browser where you were signing in, or start signing in again here.',
    desk: 'The sign-in link is bound to the browser that gave the password. A mail application often opens a browser of its own.',
  },
  'enrolment-ended': {
    title: 'This activation link is no longer valid.',
    said: 'It has expired, it was used already, or a newer link takes its place.',
    todo: 'If your account is ready, sign in. Otherwise ask an administrator for a new link.',
    desk: 'The link printed by poterne account create or poterne account enrol is good for 72 hours and once. Print another: poterne account enrol EMAIL.',
  },
  'too-many-tries': {
    title: 'Too many wrong tries',
    said: 'Too many wrong passwords were given for this address, from this network or over the whole portal. Signing in with a password is paused here; it will resume by itself.',
    todo: 'To sign in without waiting, choose a new password with “Forgotten password”, or contact the help desk.',
    desk: 'A limit of wrong passwords is reached: for this account (a device already recognised has its own, apart), for this network or for the whole portal. It lifts by itself at the stated time. Without waiting: choose a new password with “Forgotten password”, or try from a device already recognised. The audit log names the limit (limit.reached).',
  },
  'too-many-codes': {
    title: 'Too many wrong codes',
    said: 'This sign-in is over: 5 wrong codes were entered.',
    todo: 'Start signing in again.',
    desk: 'Five wrong codes end a sign-in, whatever the resends. Have the person start again and check that they read the last e-mail received.',
  },
  'mails-limit-reached': {
    title: 'Too many e-mails requested',
    said: 'So that no mailbox is flooded, we limit how many e-mails can be requested.',
    todo: 'Check your spam folder first: the last e-mail received may still be valid.',
    desk: 'A limit of e-mails is reached. Renewal and sign-up: each 3 e-mails an hour and 10 a day for an address, 4 in one request 60 seconds apart, then limits per network and for the whole portal. Codes: 4 in one sign-in, 60 seconds apart; per day and account, 30 from unknown devices and 20 from recognised ones. Sign-in links: 3 an hour from one network and 20 a day for an account. Changes of address: 5 a day for an account, and 3 e-mails an hour to a mailbox. Check that the messages arrive; the limit lifts by itself. The audit log names those of an address, an account or a network (limit.reached).',
  },
  'account-locked': {
    title: 'This account is disabled.',
    said: 'You have proved who you are, but access to this account was closed.',
    todo: 'Contact the help desk to know why, and how to open it again.',
    desk: 'An operator closed the account (poterne account lock). This page shows only after the right password or passkey. To open it again: poterne account unlock.',
  },
  'factor-missing': {
    title: 'A second way to sign in is missing.',
    said: 'Your password is right, but your role also asks for a passkey or an authenticator application, and your account has none.',
    todo: 'Ask an administrator for an activation link: with it you can add one.',
    desk: 'An operator or administrator does not sign in without a second way. Print an activation link and hand it over in person: poterne account enrol EMAIL.',
  },
  'factor-tries-reached': {
    title: 'Too many wrong tries',
    said: 'Too many wrong codes were entered for this account today. Entering them is suspended here; it will resume by itself.',
    todo: 'Use your passkey, another way of your account or a device that it knows, or contact the help desk.',
    desk: 'Per account and day, the application allows 40 wrong codes from unknown devices and 10 from known ones; recovery codes, 20 per network. Somebody probably knows the password: have it renewed. The passkey is not concerned. The limit lifts by itself; the log names it (limit.reached).',
  },
  'passkey-refused': {
    title: 'This passkey was not accepted.',
    said: 'No account has it, it was removed from its account, or the page was open for too long.',
    todo: 'Start the sign-in again, with the passkey or with your password.',
    desk: 'The log says why (factor.refused). “unknown”: the passkey was removed from the account but not from the device. “challenge” or “replayed”: an old page, start again. “counter”: the passkey may have been copied, have it removed and replaced.',
  },
  'passkey-limit-reached': {
    title: 'Too many wrong tries',
    said: 'Too many passkeys were refused from this network. Signing in by passkey is suspended there; it will resume by itself.',
    todo: 'Sign in with your password.',
    desk: 'A limit of refused passkeys is reached for a network (30 per address, 100 per wider network). It lifts by itself. The log names it (limit.reached).',
  },
  'too-many-requests': {
    title: 'Too many requests',
    said: 'To stay available to everybody, the portal limits how many requests of this kind are made.',
    todo: 'If this is none of your doing, contact the help desk.',
    desk: 'A limit of requests is reached: 10 copies of one’s data a day for an account, or sign-ins that tools asked for and that never ended, from a network (600 in 10 minutes per address, 3,000 per wider network). It lifts by itself at the time shown. For a network, the log names it (limit.reached): look for a machine or a program that repeats its requests.',
  },
  'session-ended': {
    title: 'Your session has ended.',
    said: 'You were inactive for a while, or the session was closed elsewhere.',
    todo: 'Sign in again to go on.',
    desk: 'The session was idle, reached its maximum age, or was closed (password changed, signed out, account closed). The audit log gives the reason (session.ended).',
  },
  'journey-ended': {
    title: 'This page is no longer valid.',
    said: 'The sign-in started here is too old, or already finished.',
    todo: 'Start again: it only takes a moment.',
    desk: 'The step belongs to a sign-in that is old, finished or started in another browser (a bookmark on a step, a tab left open). Have the person start from the first page.',
  },
  'cookies-blocked': {
    title: 'Your browser blocks cookies.',
    said: 'The portal needs them to know that it is still you from one page to the next. It uses no others.',
    todo: 'Allow cookies for this site in the browser’s settings, then start again.',
    desk: 'The browser sent no cookie back. Check the private mode, the extensions, and that the portal’s address is the expected one.',
  },
  'sign-up-closed': {
    title: 'Account creation is closed.',
    said: 'The accounts of this portal are created by your organisation.',
    todo: 'If you already have an account, sign in. Otherwise contact the help desk.',
    desk: 'The configuration says signUp: closed. Create the account with poterne account create.',
  },
  'address-taken': {
    title: 'This address has an account now.',
    said: 'Somebody made an account with it since you asked: it can no longer become yours.',
    todo: 'Choose another address in “My account”, or contact the help desk.',
    desk: 'Two accounts cannot have one address. If the person has both, they can delete the one that they do not use (My account, or poterne account delete), and begin again.',
  },
  'domain-refused': {
    title: 'This address cannot be used to create an account.',
    said: 'The portal only accepts addresses of certain organisations.',
    todo: 'Try your work address, or contact the help desk.',
    desk: 'The domain of the address is not in the list signUp: domains of the configuration.',
  },
  'tool-refused': {
    title: 'You may not open this tool.',
    said: 'This tool is not open to your account.',
    todo: 'To ask for access, contact the help desk.',
    desk: 'The person is signed in, but none of their groups opens this tool. Their groups: poterne account groups EMAIL; the tool’s: poterne tool list. To open it: poterne account groups EMAIL --add GROUP. Check too that they are not signed in with another of their accounts.',
  },
  'tool-ticket-refused': {
    title: 'The way to this tool was not completed.',
    said: 'The passage from the portal to the tool works once, within 30 seconds, and in the browser that asked for it, with cookies allowed.',
    todo: 'Open the tool again: if you are signed in, nothing is asked of you.',
    desk: 'The ticket between the portal and a tool behind a reverse proxy was not accepted: a page loaded again, a link passed to somebody, cookies blocked for the tool, or more than 30 seconds in between. The log says why (tool.ticket-refused). When everybody is concerned, check X-Forwarded-Host and the path /.poterne/ in the proxy’s configuration (deploy/).',
  },
  'tool-request': {
    title: 'The tool could not sign you in.',
    said: 'What it asked of the portal is not correct. It is not your doing.',
    todo: 'Go back to the tool and start again. If it happens again, tell whoever runs the tool.',
    desk: 'The tool asks for a sign-in that the portal cannot accept: unknown client, unregistered redirect address, a parameter missing, a request of more than 4 KB. The portal’s log says which (“a tool’s request was refused”). To be corrected in the tool or in its registration (poterne tool list).',
  },
  'tool-expired': {
    title: 'The sign-in to the tool is not under way any more.',
    said: 'It was given up, finished, begun in another browser, or more than an hour ago.',
    todo: 'Go back to the tool and start again.',
    desk: 'The step that a tool asked for does not exist any more for this browser: more than an hour, Back after the end, or cookies blocked. Let the person start again from the tool.',
  },
  'not-found': {
    title: 'This page does not exist.',
    said: 'The address may be incomplete, or the page has moved.',
    todo: 'Start again from the portal’s home page.',
    desk: 'An address unknown to the portal: a typing error or an old bookmark.',
  },
  'method-not-allowed': {
    title: 'This address does not open this way.',
    said: 'The page does not answer this kind of request.',
    todo: 'Start again from the portal’s home page.',
    desk: 'The page exists, but not for this HTTP method: often a bookmark on a page that only receives forms.',
  },
  refused: {
    title: 'Your request was refused.',
    said: 'It seems to come from another site, or from a page left open for too long.',
    todo: 'Open the page again, then start over.',
    desk: 'Protection against requests from other sites: the token is missing, old or of another session. Have the page reloaded; check that no proxy removes cookies.',
  },
  'bad-input': {
    title: 'Your request could not be read.',
    said: 'It contains a value that the portal does not understand.',
    todo: 'Open the page again, then start over.',
    desk: 'An unknown, repeated, too long or badly encoded field. Rare with an ordinary browser: think of an extension.',
  },
  'too-large': {
    title: 'Your request is too large.',
    said: 'The portal only accepts small forms.',
    todo: 'Open the page again, then start over with a shorter text.',
    desk: 'The body of the request exceeds the portal’s limit.',
  },
  overloaded: {
    title: 'The portal is very busy at the moment.',
    said: 'Your request could not be handled in time. Nothing is lost.',
    todo: 'Try again in a few seconds.',
    desk: 'The queue that checks passwords is full: a rush or an attack. Recognised devices go first. See the metrics.',
  },
  'store-away': {
    title: 'The portal is unavailable for a moment.',
    said: 'Our data does not answer for now. Nothing is lost.',
    todo: 'Try again in a minute.',
    desk: 'The database is busy, full or unreachable. See /health/ready, the disk and the PostgreSQL server. The portal recovers by itself.',
  },
  broken: {
    title: 'Something went wrong.',
    said: 'The problem is with the portal, not with you. It was recorded.',
    todo: 'Try again. If the error comes back, give the help desk the incident number below.',
    desk: 'An unexpected error. Look for the incident number in the portal’s logs and pass it to the technical team.',
  },
  'mail-late': {
    title: 'E-mails are late.',
    said: 'E-mails are being delivered late at the moment.',
    todo: 'Your code may take a few minutes to arrive.',
    desk: 'Shown on the code page when the mail server does not answer or makes us wait. A code that is too old is no longer sent. See the delivery metrics.',
  },
};
