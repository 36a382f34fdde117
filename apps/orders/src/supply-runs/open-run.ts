import { randomUUID } from 'node:crypto';
import { type Actor, type CalendarDate, DomainError } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import { type Policies, supplyRunId, type SupplyRunInput } from '@jielong/orders-contract';
import type { openRunBody } from '@jielong/orders-contract/schemas';
import { checkDates, chosenPolicies, type DueAt, dueAt, laddersOf } from '@jielong/orders-domain';
import { audit, startProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { policiesInForce } from '../policies/policies.rows.js';
import { type RunDetail, readRun } from './run-detail.js';

export type OpenRun = z.output<typeof openRunBody>;
interface Compound {
  readonly code: string;
  readonly name: string;
}
interface Opening {
  readonly runId: string;
  readonly body: OpenRun;
  readonly compound: Compound;
  readonly policies: Policies;
  readonly due: DueAt;
}

/** A run with frozen prices, limits and caps, and the wish that its process starts: one transaction. Temporal may be away. */
export async function openRun(tx: EntityManager, body: OpenRun, { community }: Actor): Promise<RunDetail> {
  const compound = await compoundOf(tx, body.compound);
  const policies = await policiesOf(tx, body);
  const dates = { cutOffAt: new Date(body.cutOffAt), serviceDate: body.serviceDate as CalendarDate };
  checkDates(dates, new Date());
  const due = dueAt(dates.cutOffAt, dates.serviceDate, policies.durations);
  const opening = { runId: randomUUID(), body, compound, policies, due };
  const stage = await insertRun(tx, opening);
  await freezeBundles(tx, opening);
  await choosePickupPoints(tx, opening);
  await startRun(tx, opening, community, stage);
  await audit(tx, { action: 'openRun', subjectKind: 'supply-run', subjectId: opening.runId, details: { compound: compound.code } });
  return readRun(tx, opening.runId);
}

async function compoundOf(tx: EntityManager, code: string): Promise<Compound> {
  const compounds = await tx.query<Compound[]>(`SELECT code, name FROM ${membersViews.compounds} ORDER BY code`);
  const compound = compounds.find((it) => it.code === code);
  if (compound) return compound;
  const known = compounds.map((it) => `${it.code} ${it.name}`).join('、');
  throw new DomainError(
    'invalid',
    'no-such-compound',
    {
      zh: `没有编码为 ${code} 的小区。现有小区：${known || '（还没有导入）'}。`,
      en: `There is no compound ${code}. Known compounds: ${known || '(none imported yet)'}.`,
    },
    { compound: code },
  );
}

/** Those in force, with what this run wants otherwise. */
async function policiesOf(tx: EntityManager, { policies = {}, durations, minimumPortions, tripCap }: OpenRun): Promise<Policies> {
  const { policies: inForce } = await policiesInForce(tx);
  return chosenPolicies(chosenPolicies(inForce, policies), { minimumPortions, tripCap, durations });
}

/** A run whose cut-off is past begins where self-service has ended. */
async function insertRun(tx: EntityManager, { runId, body, compound, policies, due }: Opening): Promise<string> {
  const [row] = await tx.query<{ stage: string }[]>(
    `INSERT INTO supply_runs (run_id, compound, compound_name, service_date, stage, cut_off_at, minimum_portions, trip_cap, policies, due_at, ladders)
     VALUES ($1, $2, $3, $4, CASE WHEN $5 > clock_timestamp() THEN 'ordering' ELSE 'confirming' END, $5::timestamptz, $6, $7, $8, $9, $10)
     RETURNING stage`,
    [
      runId,
      compound.code,
      compound.name,
      body.serviceDate,
      body.cutOffAt,
      policies.minimumPortions,
      policies.tripCap,
      JSON.stringify(policies),
      JSON.stringify(due),
      JSON.stringify(laddersOf(due, policies)),
    ],
  );
  return row?.stage ?? 'ordering';
}

async function freezeBundles(tx: EntityManager, { runId, body }: Opening): Promise<void> {
  const frozen = await tx.query<{ bundle: string }[]>(
    `INSERT INTO run_bundles (run_id, bundle, name, unit, spec, supplier, weight_grams, price_fen, limit_per_household, cap)
     SELECT $1, code, name, unit, spec, supplier, weight_grams, coalesce(w."priceFen", price_fen),
       coalesce(w."limitPerHousehold", limit_per_household), coalesce(w.cap, bundle_cap)
     FROM jsonb_to_recordset($2) AS w(code text, "priceFen" bigint, "limitPerHousehold" integer, cap integer)
     JOIN bundles USING (code) WHERE ended_at IS NULL ON CONFLICT DO NOTHING RETURNING bundle`,
    [runId, JSON.stringify(body.bundles)],
  );
  const codes = body.bundles.map(({ code }) => code);
  const unknown = codes.filter((code) => !frozen.some(({ bundle }) => bundle === code));
  if (unknown.length > 0) throw noSuchBundle(unknown);
  const twice = codes.filter((code, i) => codes.indexOf(code) !== i);
  if (twice.length > 0) throw namedTwice(twice);
  await freezeSubstitutes(tx, runId);
}

/** What the catalogue gives in place of a bundle, where the same supplier has it; at the catalogue's price where the run does not offer it. */
async function freezeSubstitutes(tx: EntityManager, runId: string): Promise<void> {
  await tx.query(
    `INSERT INTO run_bundles (run_id, bundle, name, unit, spec, supplier, weight_grams, price_fen, limit_per_household, cap, only_substitute)
     SELECT DISTINCT $1::uuid, s.code, s.name, s.unit, s.spec, s.supplier, s.weight_grams, s.price_fen, s.limit_per_household, s.bundle_cap, true
     ${substitutesOf} ON CONFLICT DO NOTHING`,
    [runId],
  );
  await tx.query(
    `UPDATE run_bundles SET substitute = of.substitute FROM (SELECT b.bundle, s.code AS substitute ${substitutesOf}) of
     WHERE run_bundles.run_id = $1 AND run_bundles.bundle = of.bundle`,
    [runId],
  );
}

const substitutesOf = `
  FROM run_bundles b JOIN bundles c ON c.code = b.bundle JOIN bundles s ON s.code = c.substitute_code
  WHERE b.run_id = $1 AND NOT b.only_substitute AND c.substitutable AND s.ended_at IS NULL AND s.supplier = b.supplier`;

/** Every point at which buildings of the compound collect, or those that are named. */
async function choosePickupPoints(tx: EntityManager, { runId, body, compound }: Opening): Promise<void> {
  const chosen = await tx.query<{ id: string }[]>(
    `INSERT INTO run_pickup_points (run_id, pickup_point_id, gate, name)
     SELECT DISTINCT ON (pickup_point_id) $1::uuid, pickup_point_id, gate, pickup_point FROM ${membersViews.buildings}
     WHERE compound = $2 AND ($3::uuid[] IS NULL OR pickup_point_id = ANY($3)) ORDER BY pickup_point_id
     RETURNING pickup_point_id AS id`,
    [runId, compound.code, body.pickupPointIds ?? null],
  );
  const unknown = (body.pickupPointIds ?? []).filter((id) => !chosen.some((point) => point.id === id));
  if (unknown.length > 0 || chosen.length === 0) throw noPickupPoint(compound, unknown);
}

const startRun = (tx: EntityManager, { runId, body, compound, due }: Opening, community: string, stage: string): Promise<void> => {
  const { lockOrders, approveAllocation, closePickup, disposeRemainder, approveSettlement } = due;
  const input: SupplyRunInput = {
    community,
    runId,
    dueAt: { lockOrders, approveAllocation, closePickup, disposeRemainder, approveSettlement },
  };
  return startProcess(tx, {
    processId: supplyRunId(runId),
    workflow: 'supplyRunWorkflow',
    input,
    summary: `${compound.name} ${body.serviceDate} 团购批次`,
    searchAttributes: {
      SupplyRun: [runId],
      Compound: [compound.code],
      Community: community,
      ServiceDate: body.serviceDate,
      Stage: stage,
    },
  });
};

const noSuchBundle = (unknown: readonly string[]) =>
  new DomainError(
    'invalid',
    'no-such-bundle',
    {
      zh: `目录里没有套餐 ${unknown.join('、')}，或已停售。用 GET /api/bundles 查看目录。`,
      en: `The catalogue does not offer ${unknown.join(', ')}. \`GET /api/bundles\` shows it.`,
    },
    { unknown },
  );
const namedTwice = (twice: readonly string[]) =>
  new DomainError(
    'invalid',
    'bundle-named-twice',
    { zh: `套餐 ${twice.join('、')} 写了两次，请只留一次。`, en: `${twice.join(', ')} is named twice: name it once.` },
    { twice },
  );
export const noPickupPoint = ({ code, name }: Compound, unknown: readonly string[]) =>
  new DomainError(
    'invalid',
    'no-such-pickup-point',
    {
      zh: `${name}没有这样的自提点。用 GET /api/compounds/${code} 查看它的自提点。`,
      en: `Compound ${code} has no such pickup point. \`GET /api/compounds/${code}\` shows those it has.`,
    },
    { compound: code, unknown },
  );
