import { type AccountOwner, accountPage } from '../../ui/account-page.ts';
import type { Html } from '../../ui/html.ts';
import type { View } from '../../ui/view.ts';

/** What the page of all shows. */
export type Overview = { owner: AccountOwner; done: string | null };

/** « Mon compte ». */
export function overviewPage(view: View, of: Overview): Html {
  return accountPage(view, {
    owner: of.owner,
    current: null,
    title: view.words.account.title,
    done: of.done,
    body: '',
  });
}
