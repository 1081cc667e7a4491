export type { Config, SessionLimits, SignUp, ToolLink } from './config-type.ts';
