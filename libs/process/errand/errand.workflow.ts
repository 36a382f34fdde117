import { stepKey, type Receipt, type Report, type Rung } from '@jielong/kernel';
import { HumanSteps, activitiesOf, parseReport, showing, uncancelled } from '../index.js';

export type ErrandStep = 'fetch' | 'deliver';
export type ErrandReport = Report<ErrandStep>;
export interface Errand {
  readonly done: readonly string[];
}
export interface ErrandActivities {
  open(step: ErrandStep): Promise<void>;
  apply(report: ErrandReport): Promise<{ receipt: Receipt; state: Errand }>;
  ring(step: ErrandStep): Promise<Rung>;
  noteRefusal(step: ErrandStep, payload: unknown, reason: string): Promise<void>;
  read(): Promise<Errand>;
}

/** The smallest process with people in it: one fetches, one delivers. For the tests of the mechanism. */
export async function errandWorkflow(dueInMs: number): Promise<readonly string[]> {
  const rows = activitiesOf<ErrandActivities>('errands');
  const show = showing<ErrandStep>((step) => ({ fetch: '取药', deliver: '送药' })[step]);
  const openedAt = Date.now();
  const errand = new HumanSteps<Errand, ErrandStep, ErrandReport>({
    steps: ['fetch', 'deliver'],
    dueAt: () => openedAt + dueInMs,
    parse: (step, payload) => parseReport<ErrandReport>({ safeParse: (body) => parsed(step, body) }, payload),
    check: () => undefined,
    isDone: ({ done }, step, at) => done.includes(stepKey(step, at)),
    open: (step) => rows.open(step),
    apply: (report) => rows.apply(report),
    ring: (step) => rows.ring(step),
    noteRefusal: (step, payload, reason) => rows.noteRefusal(step, payload, reason),
    read: () => rows.read(),
    show: (state, waiting, notes) => show({ stage: state ? `${state.done.length} done` : 'new', lines: ['**跑腿**'] }, waiting, notes),
  });
  return uncancelled(errand, async () => {
    await errand.read();
    await errand.take('fetch');
    await errand.take('deliver');
    await errand.finish();
    return errand.state?.done ?? [];
  });
}

type Parsed = ReturnType<Parameters<typeof parseReport<ErrandReport>>[0]['safeParse']>;

function parsed(step: ErrandStep, body: unknown): Parsed {
  const given: Partial<ErrandReport> = typeof body === 'object' && body !== null ? body : {};
  const { reportId, enteredBy } = given;
  if (typeof reportId !== 'string' || typeof enteredBy !== 'string')
    return { success: false, error: { issues: [{ path: ['reportId'], message: 'is missing' }] } };
  return { success: true, data: { channel: 'temporal', occurredAt: null, evidence: 'told', ...given, reportId, enteredBy, step } };
}
