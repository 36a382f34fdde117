import type { Actor } from '@jielong/kernel';
import type { ActingRole } from './permissions.js';

const role: ActingRole = 'household';

/** A household that has come by its link, as who acts: it may what names its role, for what is its own. */
export const actingHousehold = (household: string): Pick<Actor, 'code' | 'grants'> => ({
  code: `household:${household}`,
  grants: [{ role, scope: { household } }],
});
