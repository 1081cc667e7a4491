import assert from 'node:assert/strict';
import { type SampleTool, startTool } from '../../demo/tool.ts';
import { addresses } from '../../demo/tool-sign-in.ts';
import { type PortalOptions, startPortal, type TestPortal } from '../support/portal.ts';
import { type Gate, startGate } from './gate.ts';

export type GatedTool = SampleTool & { gate: Gate };
export type TwoTools = {
  portal: TestPortal;
  formations: GatedTool;
  dossiers: GatedTool;
  stop(): Promise<void>;
};

const looks = [
  { id: 'formations', name: 'Formations' },
  { id: 'dossiers', name: 'Dossiers' },
].map((look) => ({ ...look, about: { fr: '', en: '' }, colour: '#333', colourAtNight: '#ccc' }));

/** A portal and two sample tools that sign in there, each behind a gate that can be shut. */
export async function startTwoTools(options: PortalOptions = {}): Promise<TwoTools> {
  const [formations, dossiers] = (await Promise.all(
    looks.map(async (look) => {
      const [tool, gate] = await Promise.all([startTool({ look, port: 0 }), startGate()]);
      gate.leadTo(addresses(tool.url).backchannel);
      return { ...tool, gate };
    }),
  )) as [GatedTool, GatedTool];
  const tools = [formations, dossiers].map(({ look, url, gate }) => ({
    id: look.id,
    name: look.name,
    url,
    redirectUris: [addresses(url).back],
    postLogoutRedirectUris: [addresses(url).signedOut],
    backchannelLogoutUri: gate.url,
  }));
  const portal = await startPortal({ ...options, config: { tools, ...options.config } });
  for (const tool of [formations, dossiers]) {
    const { code, stdout, stderr } = await portal.command(['tool', 'rotate-secret', tool.look.id, '--json']);
    assert.equal(code, 0, stderr);
    const { clientSecret: secret, issuer } = JSON.parse(stdout) as Record<string, string>;
    tool.connect({ portalUrl: portal.url, issuer: issuer!, secret: secret! });
  }
  return {
    portal,
    formations,
    dossiers,
    stop: async () => {
      await portal.destroy();
      await Promise.all([formations, dossiers].flatMap((tool) => [tool.close(), tool.gate.shut()]));
    },
  };
}
