import { Command } from 'commander';
import { show, table, timeOf } from '../output.js';
import { Session } from '../session.js';

const services = ['orders', 'logistics'] as const;
interface OpenProcess {
  readonly processId: string;
  readonly workflow: string;
  readonly startedAt: string;
}
type Items = { readonly items: readonly OpenProcess[] };

/** Of every service: `lost` only those that nobody carries on. */
async function processesOf(session: Session, { run, lost }: { run?: string; lost?: boolean }): Promise<OpenProcess[]> {
  const of = (service: string) =>
    lost
      ? session.get<Items>(`/processes/${service}/lost`, { run }).then(({ items }) => items)
      : session.all<OpenProcess>(`/processes/${service}`, { run });
  return (await Promise.all(services.map(of))).flat();
}

/** `jielong process list --lost`: for whoever keeps the system running. */
export function processCommands(): Command {
  const process = new Command('process').description('进行中的流程 / open processes');
  process
    .command('list')
    .description('列出进行中的流程 / list them, the oldest first')
    .option('--run <run>', '只看一个批次 / of one run')
    .option('--lost', '只看没有人执行的（用 run resume 恢复） / only those that nobody carries on: resume them')
    .action(async (options: { run?: string; lost?: boolean }, command: Command) => {
      const session = Session.of(command);
      const processes = await processesOf(session, options);
      show(session.options, processes, (lang) =>
        table(
          processes.map(({ processId, workflow, startedAt }) => ({ 流程: processId, 类型: workflow, 开始: timeOf(startedAt) })),
          lang,
        ),
      );
    });
  return process;
}

/** Starts a run's processes again, from their rows. */
export async function resume(session: Session, run: string): Promise<string[]> {
  const resumed: string[] = [];
  for (const service of services) {
    const { processIds } = await session.post<{ processIds: string[] }>(`/processes/${service}/resume`, { run });
    resumed.push(...processIds);
  }
  return resumed;
}
