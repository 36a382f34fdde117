import type { Receipt, Subject } from '@jielong/kernel';
import type { GoodsState, LogisticsStepReport, NoteGoods, TripState } from '@jielong/logistics-contract';
import { assumedBy, hear, receivers, refusedTo, type RunSaid } from '@jielong/logistics-domain';
import { audit, once, writeReport } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { KnownRun } from '../custody/runs.rows.js';
import { named } from '../custody/said.rows.js';
import { openDispute } from './open-dispute.js';
import { closePoints } from './points.rows.js';
import { follow } from './said.js';
import { goodsStateOf, tripStateOf } from './states.rows.js';
import { isTrip, lockRunsOf, ownRuns, uuidIn } from './subject.js';
import { wakeOthers } from './wake-others.js';
import { refuseUnknownWrapUp } from '../wrap-ups/wrap-up.rows.js';

export interface Applied {
  receipt: Receipt;
  goods?: GoodsState;
  trip?: TripState;
}

/** The authority: under the locks of the runs and their points it asks the rule, and writes all that follows from the report. */
export async function applyReport(tx: EntityManager, subject: Subject, report: LogisticsStepReport): Promise<Applied> {
  const receiving = report.step === 'noteGoods' ? await receivingRuns(tx, report) : [];
  let runs = await lockRunsOf(tx, subject, 'with points', receiving);
  const body = { ...report, channel: undefined, run: namesItsRun(report) ? undefined : subject.processId };
  const receipt = await once(tx, `report ${report.reportId}`, body, async () => {
    const heard = heardBy(subject, runs, report, receiving);
    const before = runs;
    runs = await write(tx, runs, heard, report);
    await audit(tx, {
      action: report.step,
      subjectKind: isTrip(subject) ? 'trip' : 'supply-run',
      subjectId: uuidIn(subject.processId),
      details: { reportId: report.reportId, at: report.at },
    });
    const concerned = heard.filter((said, i) => said !== before[i]?.said);
    const told = heard.filter((said, i) => said !== before[i]?.said && matters(report, before[i], runs[i]));
    await wakeOthers(tx, subject.processId, told, report);
    const assumed = [...new Set(concerned.flatMap((said) => assumedBy(said, report.reportId)))];
    const written = await writeReport(tx, { processId: subject.processId, report, runs: concerned.map(({ run }) => run), assumed });
    if (report.step === 'contestHandoff') for (const { run } of concerned) await openDispute(tx, run, report);
    return written;
  });
  return { receipt, ...(await stateOf(tx, subject, runs)) };
}

/** A bus and a stop are of certain runs, whoever hears of them; a pickup point, and what is left, may be any run's. */
const namesItsRun = ({ step }: LogisticsStepReport): boolean => ofTrips.includes(step);
const ofTrips: readonly LogisticsStepReport['step'][] = ['confirmLoading', 'confirmHandoff', 'contestHandoff', 'divertTrip'];

/** A bus loaded as expected is no news to its runs. */
const matters = ({ step }: LogisticsStepReport, before: KnownRun | undefined, after: KnownRun | undefined): boolean =>
  step !== 'confirmLoading' || before?.change !== after?.change;

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

async function write(
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
