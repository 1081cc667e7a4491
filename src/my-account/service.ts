import type { Consents } from '../identity/consents/service.ts';
import type { Deletion } from '../identity/deletion/service.ts';
import type { Tools } from '../identity/tools/service.ts';
import type { JourneyDeps } from '../journeys/deps.ts';
import type { EmailChange } from '../journeys/email-change/service.ts';
import type { NotMe } from '../journeys/not-me/service.ts';
import type { Places } from '../platform/geo/places.ts';
import { createMyActivity, createTelling } from './activity/service.ts';
import { createMyDevices } from './devices/service.ts';
import { createMyOverview } from './overview/service.ts';
import { createMyPassword } from './password/service.ts';
import { createExport, createMyData } from './privacy/service.ts';
import { createMyProfile } from './profile/service.ts';
import { createMyTools } from './tools/service.ts';

export type MyAccountDeps = JourneyDeps & {
  consents: Consents;
  deletion: Deletion;
  places: Pick<Places, 'lookup'>;
  tools: Tools;
  notMe: NotMe;
  emailChange: EmailChange;
  timeZone: string;
};

export type MyAccount = ReturnType<typeof createMyAccount>;

/** What members see and do of their own account, section by section. */
export function createMyAccount(deps: MyAccountDeps) {
  const telling = createTelling(deps);
  const activity = createMyActivity({ ...deps, telling });
  const tools = createMyTools(deps);
  return {
    activity,
    data: createMyData({ ...deps, export: createExport({ ...deps, telling }) }),
    devices: createMyDevices(deps),
    emailChange: deps.emailChange,
    overview: createMyOverview({ ...deps, activity, tools }),
    password: createMyPassword(deps),
    profile: createMyProfile(deps),
    myTools: tools,
  };
}
