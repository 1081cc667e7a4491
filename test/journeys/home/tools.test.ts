import { expect, test } from '../support/fixtures.ts';

const all = { tag: ['@both-stores', '@without-script'] };

const link = (id: string, name: string, groups?: string[]) => ({
  id,
  name,
  url: `https://${id}.exemple.fr/`,
  ...(groups && { groups }),
});
test.use({
  portalOptions: {
    config: {
      tools: [
        link('paie', 'Bulletins de paie', ['rh', 'compta']),
        link('console', 'Console', ['role:admin', 'role:operator']),
      ],
    },
  },
});

test(
  'home shows the tools that one may open, and each change of them at once',
  all,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    const command = async (...args: string[]) => expect((await portal.command(args)).code).toBe(0);
    const shown = () => page.getByRole('heading', { level: 3 }).allInnerTexts();
    await visitor.signIn(person);
    await expect(page.getByRole('heading', { level: 3 })).toHaveText('Aucun outil pour le moment');
    await inspect('home-no-tool-for-me');

    await command('account', 'groups', person.email, '--add', 'compta');
    await page.reload();
    expect(await shown()).toEqual(['Bulletins de paie']);
    await command('account', 'groups', person.email, '--remove', 'compta');
    await page.reload();
    expect(await shown()).toEqual(['Aucun outil pour le moment']);

    // A tool of the command line reaches portals that run already [within 5 s].
    const id = `wiki-${person.email.replace(/\W/g, '').slice(0, 20).toLowerCase()}`;
    await command('tool', 'add', '--id', id, '--name', `Wiki ${id}`, '--url', 'https://wiki.exemple.fr/');
    await expect
      .poll(async () => {
        await page.reload();
        return shown();
      })
      .toEqual([`Wiki ${id}`]);
    await command('tool', 'remove', id);
  },
);
