/** A table of entries that only grows, each moving an amount from one account to another, and the table of what every account holds. */
export interface Ledger {
  readonly schema: string;
  readonly entries: string;
  readonly balances: string;
  /** Columns that a balance has in common with its entries, besides community_id, which always is one. */
  readonly shared?: readonly string[];
  /** Columns of a balance that name its account, and those of an entry that name the account it adds to and the one it takes from. */
  readonly account: readonly string[];
  readonly adds: readonly string[];
  readonly takes: readonly string[];
  /** The column of an entry and the one of a balance, in which it is summed up. */
  readonly amount: string;
  readonly balance: string;
}

/**
 * Balances follow from entries, by the statement: several entries at once are judged by what they come to. Rows are made and locked in one
 * order first, so that two transactions cannot lock each other out. The key has the community: row-level security does not hold for an
 * owner with BYPASSRLS. The function is the owner's, since the application may not write balances: it never looks into temporary tables
 * first, which its caller could have made, and nobody calls it but the trigger of its name.
 */
export function balanceTrigger(name: string, { schema, entries, balances, amount, balance, ...columns }: Ledger): string {
  const { shared = [], account, adds, takes } = columns;
  const common = ['community_id', ...shared];
  const key = [...common, ...account];
  const keyOf = (row: string) => key.map((column) => `${row}.${column}`).join(', ');
  const found = [...common.map((column) => `added.${column}`), ...account.map((column) => `side.${column}`)].join(', ');
  const sides = `(VALUES (${adds.join(', ')}), (${takes.join(', ')})) AS side(${account.join(', ')})`;
  const moves = `(VALUES (${adds.join(', ')}, ${amount}), (${takes.join(', ')}, -${amount})) AS side(${account.join(', ')}, delta)`;
  return `
  CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
  BEGIN
    INSERT INTO ${balances} (${key.join(', ')}, ${balance})
      SELECT DISTINCT ${found}, 0
      FROM added CROSS JOIN LATERAL ${sides}
      ORDER BY ${found}
      ON CONFLICT DO NOTHING;
    PERFORM FROM ${balances}
      WHERE (${key.join(', ')}) IN (
        SELECT ${found}
        FROM added CROSS JOIN LATERAL ${sides})
      ORDER BY ${key.join(', ')}
      FOR UPDATE;
    UPDATE ${balances} b SET ${balance} = b.${balance} + d.delta
      FROM (SELECT ${found}, sum(side.delta) AS delta
            FROM added CROSS JOIN LATERAL ${moves}
            GROUP BY ${found}) d
      WHERE (${keyOf('b')}) = (${keyOf('d')});
    RETURN NULL;
  END $$;
  REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC;
  CREATE TRIGGER ${name} AFTER INSERT ON ${entries} REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ${name}();`;
}
