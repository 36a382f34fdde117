import { fewestRetentionDays } from '@jielong/kernel';

/**
 * For a migration: the application may delete rows of this table that are over for some days, and no others, whatever its code asks for. `over` is
 * the instant from which they are counted.
 */
export const mayForget = (table: string, over: string, appRole: string): string => `
  GRANT DELETE ON ${table} TO ${appRole};
  CREATE POLICY only_old_rows_go ON ${table} AS RESTRICTIVE FOR DELETE TO ${appRole}
    USING (${over} < now() - make_interval(days => ${fewestRetentionDays}));`;

/** Takes it back, in `down`. */
export const mayNotForget = (table: string, appRole: string): string => `
  DROP POLICY only_old_rows_go ON ${table};
  REVOKE DELETE ON ${table} FROM ${appRole};`;
