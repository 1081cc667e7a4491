import { z } from 'zod';
import { limitKeys } from './config-schema-limits.ts';
import { lookKeys } from './config-schema-look.ts';
import { riskKeys } from './config-schema-risk.ts';
import { siteKeys } from './config-schema-site.ts';
import { toolKeys } from './config-schema-tools.ts';

/** The keys of poterne.yaml: types, defaults, checks and the words of docs/configuration.md, in one place. */
export const fileKeys = { ...lookKeys, ...siteKeys, ...toolKeys, ...limitKeys, ...riskKeys };

/** The whole of poterne.yaml. Unknown keys are refused. */
export const fileSchema = z.strictObject(fileKeys);
export type FileSettings = z.infer<typeof fileSchema>;
