import { deleting, emptying, type ForgetRule } from '@jielong/platform';
import { forgetFlags } from '../households/forget-flags.js';
import { isSet, noCare } from '../households/household-columns.js';
import { hasParticulars, noParticulars } from '../people/particulars.js';

const noSession = 'NOT EXISTS (SELECT FROM sessions s WHERE s.device_id = devices.device_id)';

/** Whoever was there goes first, then the device, then the shift. */
const shiftRules: readonly ForgetRule[] = [
  deleting('sessions', 'shift_posts', 'until_at'),
  deleting(
    'sessions',
    'shift_devices',
    `coalesce(ended_at, joined_at + interval '24 hours')`,
    'NOT EXISTS (SELECT FROM shift_posts p WHERE p.session_id = shift_devices.session_id)',
  ),
  deleting(
    'sessions',
    'shifts',
    'coalesce(ended_at, until_at)',
    'NOT EXISTS (SELECT FROM shift_devices d WHERE d.shift_id = shifts.shift_id)',
  ),
];
const replacesNone = 'NOT EXISTS (SELECT FROM api_keys older WHERE older.replaced_by = api_keys.key_id)';

/** When a household ended: one that was merged, when the one ended that it is now. */
const householdEnded = (household: string): string =>
  `(SELECT CASE WHEN h.merged_into IS NULL THEN h.ended_at ELSE s.ended_at END
    FROM households h LEFT JOIN households s ON s.household_id = h.merged_into WHERE h.household_id = ${household}.household_id)`;
const personEnded = (row: string): string => `(SELECT p.ended_at FROM people p WHERE p.code = ${row}.code)`;

/** What members forgets, and after when. Of households and people that have ended only what was known of them: ids, rooms and codes stay. */
export const forgetRules: readonly ForgetRule[] = [
  deleting('sessions', 'sessions', 'coalesce(ended_at, expires_at)'),
  deleting('sessions', 'devices', 'revoked_at', noSession),
  ...shiftRules,
  deleting('sessions', 'api_keys', 'coalesce(revoked_at, expires_at)', replacesNone),
  deleting('invitations', 'invitations', 'coalesce(used_at, revoked_at, expires_at)'),
  deleting('links', 'household_links', 'revoked_at'),
  deleting('answers', 'idempotency_keys', 'at'),
  deleting('reveals', 'reveals', 'at'),
  { kind: 'flags', forget: forgetFlags },
  // What a household that was merged needed stands with the one that it is now.
  emptying(
    'flags',
    'households',
    `listed_flags = '', ${noCare}`,
    'ended_at',
    `merged_into IS NOT NULL AND (listed_flags <> '' OR ${isSet})`,
  ),
  emptying('remarks', 'household_changes', `reason = ''`, 'at', `reason <> ''`),
  emptying(
    'households',
    'household_contacts',
    `name = '', phone = '', phone_lookup = '', remark = ''`,
    householdEnded('household_contacts'),
    `(name, phone, phone_lookup, remark) <> ('', '', '', '')`,
  ),
  emptying(
    'households',
    'households',
    `masked_name = '', listed_flags = '', ${noCare}`,
    householdEnded('households'),
    `((masked_name, listed_flags) <> ('', '') OR ${isSet})`,
  ),
  deleting('households', 'household_proxies', `coalesce(ended_at, (until_day + 1)::timestamp)`),
  emptying('people', 'person_roles', `remark = ''`, personEnded('person_roles'), `remark <> ''`),
  emptying('people', 'supply_team_members', `remark = ''`, personEnded('supply_team_members'), `remark <> ''`),
  emptying('people', 'people', noParticulars, 'ended_at', hasParticulars),
];
