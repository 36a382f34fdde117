import { chosenPolicies, type PolicyWishes } from '@jielong/orders-domain';
import { defaultPolicies, type Policies } from '@jielong/orders-contract';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

/** A numbered version of what the community has chosen; 0 stands for the product's defaults. */
export interface PoliciesVersion {
  readonly version: number;
  readonly policies: Policies;
  readonly setBy: string | null;
  readonly setAt: Date | null;
}

/** What is in force now, and goes into runs that open now. */
export async function policiesInForce(tx: EntityManager): Promise<PoliciesVersion> {
  const [row] = await tx.query<PoliciesVersion[]>(
    'SELECT version, body AS policies, set_by AS "setBy", set_at AS "setAt" FROM policies ORDER BY version DESC LIMIT 1',
  );
  return row
    ? { ...row, policies: chosenPolicies(defaultPolicies, row.policies) }
    : { version: 0, policies: defaultPolicies, setBy: null, setAt: null };
}

/** Whether reports are taken that nobody has signed. */
export const takesUnsigned = async (tx: EntityManager): Promise<boolean> => (await policiesInForce(tx)).policies.temporalChannel === 'open';

/** A new version with these wishes. Runs that are open keep what they were opened with. */
export async function setPolicies(tx: EntityManager, wishes: PolicyWishes): Promise<PoliciesVersion> {
  const before = await policiesInForce(tx);
  const version = before.version + 1;
  await tx.query('INSERT INTO policies (version, body) VALUES ($1, $2)', [
    version,
    JSON.stringify(chosenPolicies(before.policies, wishes)),
  ]);
  await audit(tx, { action: 'setPolicies', subjectKind: 'policies', subjectId: String(version), details: { ...wishes } });
  return policiesInForce(tx);
}
