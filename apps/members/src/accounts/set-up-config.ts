import { membersVariables } from '../config.js';

/** What the programs beside the service read: they neither listen nor sign. */
export const setUpConfigSchema = membersVariables.pick({ NODE_ENV: true, DATABASE_URL: true, DATABASE_POOL: true, PUBLIC_URL: true });
