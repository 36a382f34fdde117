import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `substitute`: what may be given in place of a bundle, frozen at opening; a bundle that stands there for nothing else may not be ordered.
 * A line `in_place_of` another one was not ordered (0 portions): it is allocated what that one does not get. `takes_substitute`: what was said
 * of it; null: the policy decides.
 */
const up = `
  ALTER TABLE run_bundles ADD COLUMN substitute text, ADD COLUMN only_substitute boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT substitute_is_frozen FOREIGN KEY (community_id, run_id, substitute) REFERENCES run_bundles DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT only_substitutes_are_not_ordered CHECK (NOT only_substitute OR ordered = 0);
  ALTER TABLE order_lines ADD COLUMN takes_substitute boolean, ADD COLUMN in_place_of uuid,
    DROP CONSTRAINT order_lines_portions_check, DROP CONSTRAINT order_lines_check,
    DROP CONSTRAINT order_lines_community_id_order_id_bundle_key,
    ADD CONSTRAINT order_lines_portions_check CHECK (CASE WHEN in_place_of IS NULL THEN portions > 0 ELSE portions = 0 END),
    ADD CONSTRAINT order_lines_allocated_check CHECK (allocated >= 0 AND (allocated <= portions OR in_place_of IS NOT NULL)),
    ADD CONSTRAINT order_lines_in_place_of_fkey FOREIGN KEY (community_id, in_place_of) REFERENCES order_lines;
  CREATE UNIQUE INDEX one_line_a_bundle ON order_lines (community_id, order_id, bundle) WHERE in_place_of IS NULL;
  CREATE UNIQUE INDEX one_substitute_a_line ON order_lines (community_id, in_place_of);
  ALTER TABLE purchase_lines DROP CONSTRAINT purchase_lines_expected_check,
    ADD CONSTRAINT purchase_lines_expected_check CHECK (expected >= 0);
`;

/** Goes back only where no substitute was ever planned or given. The owner sees every community for as long as this takes. */
const down = `
  ALTER TABLE run_bundles NO FORCE ROW LEVEL SECURITY;
  UPDATE run_bundles SET substitute = NULL WHERE substitute IS NOT NULL;
  DELETE FROM run_bundles WHERE only_substitute;
  ALTER TABLE run_bundles FORCE ROW LEVEL SECURITY;
  ALTER TABLE purchase_lines DROP CONSTRAINT purchase_lines_expected_check,
    ADD CONSTRAINT purchase_lines_expected_check CHECK (expected > 0);
  DROP INDEX one_substitute_a_line; DROP INDEX one_line_a_bundle;
  ALTER TABLE order_lines DROP CONSTRAINT order_lines_portions_check, DROP CONSTRAINT order_lines_allocated_check,
    DROP COLUMN in_place_of, DROP COLUMN takes_substitute,
    ADD CONSTRAINT order_lines_portions_check CHECK (portions > 0),
    ADD CONSTRAINT order_lines_check CHECK (allocated BETWEEN 0 AND portions),
    ADD CONSTRAINT order_lines_community_id_order_id_bundle_key UNIQUE (community_id, order_id, bundle);
  ALTER TABLE run_bundles DROP CONSTRAINT only_substitutes_are_not_ordered, DROP COLUMN only_substitute, DROP COLUMN substitute;
`;

export class Substitutes1795700000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`SELECT set_config('app.community_id', '', true)`);
    await db.query(up);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(down);
  }
}
