import { type Actor, hashOf } from '@jielong/kernel';
import { ProblemError, fieldErrorOf, malformed, parsed } from '@jielong/platform';
import { personAt, type SaidScan, type ScanAnswer, type SharedDevice } from '@jielong/logistics-domain';
import { type Ask, type Batch, type Statement, batchSchema, scanIdSchema, statementSchema } from './pickup.schema.js';
import type { MalformedRow } from './malformed.rows.js';

/**
 * A body as the rule hears it. Its hash leaves out how and when it came: a device that asked and never heard the answer may state the same
 * scan later.
 */
export function saidOf(body: Ask | Statement, actor: Actor): SaidScan {
  const { kind, scanId, run, pointId, by, householdId, lines, collectedBy } = body;
  const givenAt = 'givenAt' in body && body.givenAt !== undefined ? new Date(body.givenAt) : null;
  const hash = hashOf({ run, pointId, by, householdId, lines, collectedBy });
  const said = { kind, scanId, runId: run, pointId, by, householdId, lines, givenAt, hash };
  const device = kind === 'state' ? sharedDevice(actor) : undefined; // what is asked is asked by whoever is there now
  const person = (device && givenAt && personAt(device, givenAt)) ?? actor.code;
  return { ...said, doneBy: person, enteredBy: person, ...(device ? { device } : {}) };
}

/** A device of a shift, with who was at it; undefined where somebody is signed in. */
function sharedDevice({ posts, grants }: Actor): SharedDevice | undefined {
  if (posts === undefined) return undefined;
  const ends = grants.map(({ until }) => (until === undefined ? -Infinity : Date.parse(until)));
  return { until: new Date(Math.max(...ends)), posts: posts.map(({ code, from }) => ({ code, from: new Date(from) })) };
}

/** An item of a batch that is no scan: answered, and kept as it came, for a person to look at. */
export interface Malformed {
  readonly answer: Omit<ScanAnswer, 'scanId'> & { readonly scanId: string | null };
  readonly row: MalformedRow;
}
export type Item = { readonly scan: SaidScan; readonly body: Statement } | Malformed;

/** The envelope of a batch; what is in it is read item by item, so that nothing but the envelope can be refused. */
export function readBatch(raw: unknown): Batch {
  const batch = batchSchema.safeParse(raw, { reportInput: true });
  if (batch.success) return batch.data;
  throw malformed(
    { zh: '请求内容须为 {deviceId, scans: […]}。', en: 'The body must be {deviceId, scans: […]}.' },
    batch.error.issues.map(fieldErrorOf),
  );
}

export const isMalformed = (item: Item): item is Malformed => 'row' in item;

export function readItem(raw: unknown, actor: Actor, deviceId: string | null): Item {
  try {
    const body = parsed(statementSchema, raw);
    return { scan: saidOf(body, actor), body };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return malformedItem(raw, actor, deviceId, error);
  }
}

const longestKept = 1_000;
function malformedItem(raw: unknown, actor: Actor, deviceId: string | null, { text, extras }: ProblemError): Malformed {
  const given = typeof raw === 'object' && raw !== null && 'scanId' in raw ? scanIdSchema.safeParse(raw.scanId) : undefined;
  const scanId = given?.data ?? null;
  const asItCame = written(raw).slice(0, longestKept);
  const details = { hash: hashOf(asItCame), text, said: { deviceId }, books: {}, recordedBy: actor.code };
  return {
    answer: { scanId, status: 'malformed', code: 'malformed', text, details: { errors: extras.errors ?? [] } },
    row: { scanId: scanId ?? '', run: runOf(raw), details, raw: asItCame },
  };
}

/** Something nested without end cannot be written down. */
function written(raw: unknown): string {
  try {
    return JSON.stringify(raw) ?? '';
  } catch {
    return '';
  }
}

const isRun = statementSchema.shape.run;
const runOf = (raw: unknown): string | null =>
  typeof raw === 'object' && raw !== null && 'run' in raw ? (isRun.safeParse(raw.run).data ?? null) : null;
