import { logisticsSteps } from '@jielong/logistics-contract';
import type { Session } from './session.js';

/** A step that somebody is asked for. */
export interface PendingStep {
  readonly processId: string;
  readonly step: string;
  readonly at: string | null;
  readonly role: string;
  readonly place: string | null;
  readonly since: string;
  readonly dueAt: string;
  readonly overdue: boolean;
  readonly told: readonly string[];
  readonly snoozedUntil: string | null;
}
interface Page<Item> {
  readonly items: readonly Item[];
}

/** The steps of a run, of its purchases and of its trips, the most pressing first. */
export async function stepsOf(session: Session, run: string, overdue = false): Promise<PendingStep[]> {
  const idsOf = async (kind: string, path: string) =>
    (await session.get<Page<{ id: string }>>(path, { run })).items.map(({ id }) => `${kind}:${id}`);
  const processes = [`supply-run:${run}`, ...(await idsOf('purchase', '/purchases')), ...(await idsOf('trip', '/trips'))];
  const pages = await Promise.all(processes.map((process) => stepsIn(session, process, overdue)));
  return pages.flat().sort((a, b) => a.dueAt.localeCompare(b.dueAt));
}

/** The steps of one process, or of all of them. */
export const stepsIn = async (session: Session, process?: string, overdue = false): Promise<readonly PendingStep[]> =>
  (await session.get<Page<PendingStep>>('/steps', { process, overdue: overdue ? 'true' : undefined })).items;

/** The service that writes a step. */
export const serviceOf = (step: string): 'logistics' | 'orders' => (step in logisticsSteps ? 'logistics' : 'orders');
