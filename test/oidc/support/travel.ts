import assert from 'node:assert/strict';
import type { Member, Page } from '../../support/member.ts';
import type { Person } from '../../support/people.ts';
import type { Ask, TestTool, ToolDesk } from './tools.ts';

/** Where a browser ended: at a page of the portal, or at a tool. */
export type Journey = { page: Page; left: URL | null };

/** Follows every redirect, and every page that leads on by itself, as a browser does. */
export async function travel(desk: Pick<ToolDesk, 'url'>, member: Member, href: string): Promise<Journey> {
  let next = href;
  for (let hops = 0; hops < 15; hops += 1) {
    const url = new URL(next, desk.url);
    const page = await member.send('GET', url.pathname + url.search);
    member.page = page;
    const onward = leadsTo(page);
    if (onward === null) return { page, left: null };
    const target = new URL(onward, desk.url);
    if (target.origin !== desk.url) return { page, left: target };
    next = target.href;
  }
  assert.fail(`redirected without end, last to ${next}`);
}

function leadsTo({ status, headers }: Page): string | null {
  if (status === 303 || status === 302) return String(headers.location);
  return /^0;url=(.+)$/.exec(String(headers.refresh ?? ''))?.[1] ?? null;
}

/** Signs in on the page shown, from whichever step it is, and goes where that leads. */
export async function signInHere(
  desk: Pick<ToolDesk, 'url' | 'smtp'>,
  member: Member,
  person: Pick<Person, 'email' | 'password'>,
): Promise<Journey> {
  const seen = desk.smtp.mails.length;
  if (member.page.path.split('?')[0] === '/connexion') await member.submit({ username: person.email });
  assert.match(member.page.path, /^\/connexion\/mot-de-passe/, member.page.body);
  await member.submit({ password: person.password });
  if (member.page.path.startsWith('/connexion/code')) {
    await member.submit({ code: await member.code(person.email, seen) });
  }
  const { page } = member;
  const onward = leadsTo(page);
  return onward === null ? { page, left: null } : travel(desk, member, onward);
}

/** From a tool to the portal, signed in there if need be, and back at the tool: its tokens. */
export async function open(
  desk: ToolDesk,
  tool: TestTool,
  member: Member,
  { person, ...more }: { person?: Pick<Person, 'email' | 'password'> } & Record<string, unknown> = {},
) {
  const { ask, back } = await arrive(desk, tool, member, { person, ...more });
  return tool.tokens(back, ask);
}

/** As `open`, the code not exchanged yet. */
export async function arrive(
  desk: ToolDesk,
  tool: TestTool,
  member: Member,
  { person, ...more }: { person?: Pick<Person, 'email' | 'password'> } & Record<string, unknown> = {},
): Promise<{ ask: Ask; back: URL }> {
  const ask = await tool.ask(more as Record<string, string>);
  let journey = await travel(desk, member, ask.href);
  if (journey.left === null && person) journey = await signInHere(desk, member, person);
  assert.ok(journey.left, journey.page.body);
  return { ask, back: journey.left };
}
