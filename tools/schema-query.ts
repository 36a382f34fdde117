/**
 * What the schema `$1` holds: its objects, each with the lines that describe it, in an order that does not depend on the database's own.
 * The schema is to be the search path too, so that its own names stand short.
 */
export const schemaQuery = `
  WITH here AS (SELECT oid, nspname, nspowner, nspacl FROM pg_namespace WHERE nspname = $1),
  objects AS (
    SELECT 'SCHEMA ' || nspname AS object, oid, 'n' AS kind, nspowner AS owner, coalesce(nspacl, acldefault('n', nspowner)) AS acl FROM here
    UNION ALL
    SELECT CASE relkind WHEN 'v' THEN 'VIEW ' WHEN 'm' THEN 'MATERIALIZED VIEW ' WHEN 'S' THEN 'SEQUENCE '
             ELSE CASE relpersistence WHEN 'u' THEN 'UNLOGGED TABLE ' ELSE 'TABLE ' END END || quote_ident(relname),
           c.oid, relkind::text, relowner, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))
      FROM pg_class c JOIN here ON here.oid = relnamespace
     WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND relkind = 'S' AND deptype = 'i')
    UNION ALL
    SELECT CASE prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || p.oid::regprocedure::text, p.oid, 'function', proowner,
           coalesce(proacl, acldefault('f', proowner))
      FROM pg_proc p JOIN here ON here.oid = pronamespace WHERE prokind <> 'a'
  ),
  tables AS (SELECT o.object, c.* FROM objects o JOIN pg_class c USING (oid) WHERE o.kind IN ('r', 'p', 'v', 'm')),
  sequences AS (
    SELECT seqrelid, seqtypid, concat_ws(' ', 'INCREMENT ' || seqincrement, 'MIN ' || seqmin, 'MAX ' || seqmax, 'START ' || seqstart,
             'CACHE ' || seqcache, CASE WHEN seqcycle THEN 'CYCLE' END) AS options
      FROM pg_sequence
  ),
  lines (object, part, place, line) AS (
    SELECT object, 0, 0, 'OWNER ' || pg_get_userbyid(owner) FROM objects, here WHERE owner <> nspowner OR kind = 'n'
    UNION ALL
    SELECT object, 1, attnum, concat_ws(' ', quote_ident(attname), format_type(atttypid, atttypmod),
             CASE WHEN attcollation NOT IN (0, typcollation) THEN 'COLLATE ' || attcollation::regcollation END,
             CASE WHEN attnotnull THEN 'NOT NULL' END,
             CASE WHEN attgenerated <> '' THEN format('GENERATED ALWAYS AS (%s) %s', pg_get_expr(adbin, attrelid, true),
                                                      CASE attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END)
                  WHEN attidentity <> '' THEN format('GENERATED %s AS IDENTITY (%s)', CASE attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
                                             (SELECT options FROM sequences WHERE seqrelid = pg_get_serial_sequence(attrelid::regclass::text, attname)::regclass))
                  WHEN adbin IS NOT NULL THEN 'DEFAULT ' || pg_get_expr(adbin, attrelid, true) END)
      FROM tables t JOIN pg_attribute ON attrelid = t.oid JOIN pg_type ty ON ty.oid = atttypid
      LEFT JOIN pg_attrdef d ON (adrelid, adnum) = (attrelid, attnum)
     WHERE attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT object, 1, 0, format_type(seqtypid, NULL) || ' ' || options FROM objects JOIN sequences ON seqrelid = oid
    UNION ALL
    SELECT object, 2, 0, 'WITH (' || array_to_string(reloptions, ', ') || ')' FROM tables WHERE reloptions IS NOT NULL
    UNION ALL
    SELECT object, 2, 1, 'PARTITION BY ' || pg_get_partkeydef(oid) FROM tables WHERE relkind = 'p'
    UNION ALL
    SELECT object, 2, 2, concat_ws(' ', CASE WHEN relispartition THEN 'PARTITION OF' ELSE 'INHERITS' END, inhparent::regclass,
             pg_get_expr(relpartbound, oid))
      FROM tables JOIN pg_inherits ON inhrelid = oid
    UNION ALL
    SELECT object, 2, 3, 'REPLICA IDENTITY ' || CASE relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE
             'USING INDEX ' || (SELECT indexrelid::regclass FROM pg_index WHERE indrelid = oid AND indisreplident) END
      FROM tables WHERE relkind IN ('r', 'p') AND relreplident <> 'd'
    UNION ALL -- 'n' is said with the column, 't' with its trigger
    SELECT object, 3, 0, format('CONSTRAINT %I %s', conname, pg_get_constraintdef(c.oid, true))
      FROM tables t JOIN pg_constraint c ON conrelid = t.oid WHERE contype NOT IN ('n', 't')
    UNION ALL
    SELECT object, 4, 0, pg_get_indexdef(indexrelid)
      FROM tables t JOIN pg_index ON indrelid = t.oid WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND conrelid = t.oid)
    UNION ALL
    SELECT object, 5, 0, pg_get_triggerdef(g.oid, true) || CASE tgenabled WHEN 'O' THEN '' ELSE ', ENABLED: ' || tgenabled::text END
      FROM tables t JOIN pg_trigger g ON tgrelid = t.oid WHERE NOT tgisinternal
    UNION ALL -- those of foreign keys are said with their constraint, unless they rest
    SELECT object, 5, 1, format('TRIGGER %s OF CONSTRAINT %I, ENABLED: %s', tgfoid::regproc, conname, tgenabled)
      FROM tables t JOIN pg_trigger ON tgrelid = t.oid JOIN pg_constraint c ON c.oid = tgconstraint WHERE tgisinternal AND tgenabled <> 'O'
    UNION ALL
    SELECT object, 5, 2, pg_get_ruledef(r.oid, true) || CASE ev_enabled WHEN 'O' THEN '' ELSE ' ENABLED: ' || ev_enabled::text END
      FROM tables t JOIN pg_rewrite r ON ev_class = t.oid WHERE rulename <> '_RETURN'
    UNION ALL
    SELECT object, 6, 0, 'ROW LEVEL SECURITY ' || CASE WHEN relrowsecurity THEN 'ENABLED' ELSE 'DISABLED' END
             || CASE WHEN relforcerowsecurity THEN ', FORCED' ELSE '' END
      FROM tables WHERE relkind IN ('r', 'p')
    UNION ALL
    SELECT object, 7, 0, concat_ws(' ', format('POLICY %I', polname), CASE WHEN NOT polpermissive THEN 'RESTRICTIVE' END,
             'FOR ' || CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
             'TO ' || (SELECT string_agg(role, ', ' ORDER BY role COLLATE "C")
                         FROM (SELECT CASE oid WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(oid)::text END AS role FROM unnest(polroles) oid) roles),
             'USING (' || pg_get_expr(polqual, polrelid, true) || ')', 'WITH CHECK (' || pg_get_expr(polwithcheck, polrelid, true) || ')')
      FROM tables t JOIN pg_policy ON polrelid = t.oid
    UNION ALL
    SELECT object, 8, 0, E'AS\\n' || pg_get_viewdef(oid, true) FROM tables WHERE relkind IN ('v', 'm')
    UNION ALL
    SELECT object, 8, 0, pg_get_functiondef(oid) FROM objects WHERE kind = 'function'
    UNION ALL
    SELECT object, 9, 0, given FROM (
      SELECT object, owner, NULL AS attname, acl FROM objects
      UNION ALL
      SELECT object, relowner, attname, attacl FROM tables t JOIN pg_attribute ON attrelid = t.oid WHERE attacl IS NOT NULL
    ) a, LATERAL (
      SELECT format('GRANT %s%s TO %s%s', string_agg(privilege_type, ', ' ORDER BY privilege_type), ' (' || quote_ident(attname) || ')',
               CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END) AS given
        FROM aclexplode(acl) WHERE grantee <> owner GROUP BY grantee, is_grantable
    ) g
    UNION ALL
    SELECT 'SCHEMA ' || nspname, 9, 0, format('DEFAULT PRIVILEGES OF %I ON "%s": %s', pg_get_userbyid(defaclrole), defaclobjtype, defaclacl)
      FROM pg_default_acl JOIN here ON here.oid = defaclnamespace
  )
  SELECT object, coalesce(array_agg(line ORDER BY part, place, line COLLATE "C") FILTER (WHERE line IS NOT NULL), '{}') AS lines
    FROM objects LEFT JOIN lines USING (object) GROUP BY object ORDER BY object COLLATE "C"`;

/** What else there is in the schema `$1`, of kinds of which the query above says nothing. */
export const undescribedQuery = `
  SELECT i.type || ' ' || i.identity AS thing
    FROM pg_depend, pg_identify_object(classid, objid, objsubid) i
   WHERE (refclassid, refobjid) = ('pg_namespace'::regclass, (SELECT oid FROM pg_namespace WHERE nspname = $1))
     AND i.type NOT IN ('table', 'view', 'materialized view', 'sequence', 'function', 'procedure', 'default acl')
   ORDER BY thing`;
