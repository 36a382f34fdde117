import type { Receipt, Subject } from '@jielong/kernel';
import type { GoodsState, LogisticsStepReport, NoteGoods, TripState } from '@jielong/logistics-contract';
import { assumedBy, hear, receivers, refusedTo, type RunSaid } from '@jielong/logistics-domain';
import { supplyRunId } from '@jielong/orders-contract';
import { audit, type Corrected, once, writeReport } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { KnownRun } from '../custody/runs.rows.js';
import { named } from '../custody/said.rows.js';
import { openDispute } from './open-dispute.js';
import { closePoints } from './points.rows.js';
import { follow } from './said.js';
import { goodsStateOf, tripStateOf } from './states.rows.js';
import { isTrip, lockRunsOf, ownRuns, uuidIn } from './subject.js';
import { wakeOthers, wakeTrips } from './wake-others.js';
import { refuseUnknownWrapUp } from '../wrap-ups/wrap-up.rows.js';

export interface Applied {
  receipt: Receipt;
  goods?: GoodsState;
  trip?: TripState;
}

interface Written {
  readonly receipt: Receipt;
  /** As they are now. */
  readonly runs: readonly KnownRun[];
  /** To whom it is news, the first time, and whether the goods are others for them. */
  readonly told: readonly { readonly said: RunSaid; readonly hasChanged: boolean }[];
}

/** The authority over what a process was told: it writes the report, and wakes the others whom it concerns. */
export async function applyReport(tx: EntityManager, subject: Subject, report: LogisticsStepReport): Promise<Applied> {
  const { receipt, runs, told } = await write(tx, subject, report);
  await wakeOthers(tx, subject, saidIn(told), report);
  return { receipt, ...(await stateOf(tx, subject, runs)) };
}

/** The authority over what a desk was told: buses look at what has been corrected, runs follow. */
export async function correctReport(tx: EntityManager, subject: Subject, report: LogisticsStepReport): Promise<Corrected> {
  const { receipt, told } = await write(tx, subject, report);
  await wakeTrips(tx, subject, saidIn(told), report);
  return { receipt, followers: told.map(({ said, hasChanged }) => ({ processId: supplyRunId(said.run), changesMore: hasChanged })) };
}

const saidIn = (told: Written['told']): RunSaid[] => told.map(({ said }) => said);

/** Under the locks of the runs and their points it asks the rule, and writes all that follows from the report. */
async function write(tx: EntityManager, subject: Subject, report: LogisticsStepReport): Promise<Written> {
  const receiving = report.step === 'noteGoods' ? await receivingRuns(tx, report) : [];
  const before = await lockRunsOf(tx, subject, 'with points', receiving);
  let [runs, told]: [readonly KnownRun[], Written['told']] = [before, []];
  const body = { ...report, channel: undefined, run: namesItsRun(report) ? undefined : subject.processId };
  const receipt = await once(tx, `report ${report.reportId}`, body, async () => {
    const heard = heardBy(subject, before, report, receiving);
    runs = await booked(tx, before, heard, report);
    await audit(tx, {
      action: report.step,
      subjectKind: isTrip(subject) ? 'trip' : 'supply-run',
      subjectId: uuidIn(subject.processId),
      details: { reportId: report.reportId, at: report.at },
    });
    const concerned = heard
      .map((said, i) => ({ said, hasChanged: before[i]?.change !== runs[i]?.change }))
      .filter(({ said }, i) => said !== before[i]?.said);
    told = concerned.filter(({ hasChanged }) => hasChanged || report.step !== 'confirmLoading'); // a bus loaded as expected is no news to its runs
    const ids = concerned.map(({ said }) => said.run);
    const assumed = [...new Set(concerned.flatMap(({ said }) => assumedBy(said, report.reportId)))];
    const receipt = await writeReport(tx, { processId: subject.processId, report, runs: ids, assumed });
    if (report.step === 'contestHandoff') for (const id of ids) await openDispute(tx, id, report);
    return receipt;
  });
  return { receipt, runs, told };
}

/** A bus and a stop are of certain runs, whoever hears of them; a pickup point, and what is left, may be any run's. */
const namesItsRun = ({ step }: LogisticsStepReport): boolean => ofTrips.includes(step);
const ofTrips: readonly LogisticsStepReport['step'][] = ['confirmLoading', 'confirmHandoff', 'contestHandoff', 'divertTrip'];

/** Runs to which goods are passed on, or were by what is corrected. */
async function receivingRuns(tx: EntityManager, report: NoteGoods): Promise<string[]> {
  const [first] = await tx.query<{ runs: string[] }[]>('SELECT runs FROM reports WHERE report_id = $1', [report.corrects ?? null]);
  return [...new Set([...receivers(report), ...(first?.runs ?? [])])];
}

/** Only the runs of the process itself, and those that get something from it, hear it; a correction is heard by whoever has heard what it corrects, whichever process takes it. */
function heardBy(subject: Subject, runs: readonly KnownRun[], report: LogisticsStepReport, receiving: readonly string[]): RunSaid[] {
  const hearing = ownRuns(subject, runs);
  const isHearing = (run: KnownRun): boolean => hearing.includes(run) || receiving.includes(run.id);
  const own = report.corrects !== undefined && namesItsRun(report) ? runs : runs.filter(isHearing);
  const after = hear(
    own.map(({ said }) => said),
    named(subject, report),
    isTrip(subject) ? uuidIn(subject.processId) : undefined,
  );
  return runs.map((run) => after[own.indexOf(run)] ?? run.said);
}

async function booked(
  tx: EntityManager,
  runs: readonly KnownRun[],
  heard: readonly RunSaid[],
  report: LogisticsStepReport,
): Promise<KnownRun[]> {
  if (report.step === 'wrapUp') await refuseUnknownWrapUp(tx, report, runs);
  for (const [i, { said }] of runs.entries()) await closePoints(tx, said, heard[i] ?? said, report);
  try {
    return await follow(tx, runs, heard, report);
  } catch (error) {
    throw refusedTo(error, report.reportId);
  }
}

async function stateOf(tx: EntityManager, subject: Subject, runs: readonly KnownRun[]): Promise<Pick<Applied, 'goods' | 'trip'>> {
  if (isTrip(subject)) return { trip: tripStateOf(uuidIn(subject.processId), runs) };
  const [run] = ownRuns(subject, runs);
  return run ? { goods: await goodsStateOf(tx, run) } : {};
}
