import type { Accounts } from '../../identity/accounts/service.ts';
import type { Audit } from '../../identity/audit/service.ts';
import type { Consents } from '../../identity/consents/service.ts';
import type { ToolSessions } from '../../identity/tool-sessions/service.ts';
import type { Tools } from '../../identity/tools/service.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Visit } from '../../web/visit.ts';

type Deps = {
  db: Database;
  accounts: Pick<Accounts, 'hold'>;
  tools: Tools;
  consents: Consents;
  toolSessions: ToolSessions;
  audit: Audit;
};

export type MyTools = ReturnType<typeof createMyTools>;

/** A tool that may know who the person is. */
export type Authorised = { id: string; name: string; scopes: readonly string[]; givenAt: number };
/** A tool that was opened and knows that the person is there. */
export type Opened = { name: string; openedAt: number; here: boolean };

/** What third parties' tools may know, and which tools are open. */
export function createMyTools({ db, accounts, tools, consents, toolSessions, audit }: Deps) {
  const names = async () => {
    const all = await tools.list(db.handle);
    return (id: string) => all.find((tool) => tool.id === id)?.name ?? id;
  };
  return {
    /** `sessionId`: the session that asks; the tools opened in it come first. */
    list: async (of: {
      accountId: string;
      sessionId: string;
    }): Promise<{ authorised: Authorised[]; opened: Opened[] }> => {
      const nameOf = await names();
      const given = await consents.list(db.handle, of.accountId);
      const open = await toolSessions.listOfAccount(db.handle, of.accountId);
      const opened = open.map(({ toolId, openedAt, sessionId }) => ({
        name: nameOf(toolId),
        openedAt,
        here: sessionId === of.sessionId,
      }));
      return {
        authorised: given.map(({ toolId: id, ...what }) => ({ id, name: nameOf(id), ...what })),
        opened: [...opened.filter(({ here }) => here), ...opened.filter(({ here }) => !here)],
      };
    },

    /** Takes an authorisation back: what the tool holds stops at once. Its name, or null when there was none. */
    withdraw: (of: { accountId: string; toolId: string; visit: Visit }): Promise<string | null> =>
      db.transaction(async (tx) => {
        const { accountId, toolId, visit } = of;
        await accounts.hold(tx, accountId);
        if (!(await consents.revoke(tx, { accountId, toolId }))) return null;
        const { address } = visit.network;
        await audit.record(tx, {
          type: 'tool.consent-withdrawn',
          accountId,
          address,
          data: { tool: toolId },
        });
        return (await tools.find(tx, toolId))?.name ?? toolId;
      }),
  };
}
