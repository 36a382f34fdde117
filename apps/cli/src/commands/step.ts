import { Command } from 'commander';
import { show, table, timeOf } from '../output.js';
import { Session } from '../session.js';
import { type PendingStep, serviceOf, stepsIn, stepsOf } from '../steps.js';
import { linkCommands } from './step-link.js';

interface Snooze {
  readonly until: string;
  readonly reason: string;
  readonly at?: string;
}

export function stepCommands(): Command {
  const step = new Command('step').description('待登记的步骤 / steps that people are asked for');
  step
    .command('list')
    .description('列出待登记的步骤 / list them, the most pressing first')
    .option('--run <run>', '只看一个批次 / of one run')
    .option('--overdue', '只看逾期的 / only overdue ones')
    .action(async ({ run, overdue }: { run?: string; overdue?: boolean }, command: Command) => {
      const session = Session.of(command);
      const items = run ? await stepsOf(session, run, overdue) : await stepsIn(session, undefined, overdue);
      show(session.options, items, (lang) =>
        table(
          items.map((one) => ({
            流程: one.processId,
            步骤: one.step,
            地点: one.place,
            编号: one.at,
            谁: one.role,
            截止: timeOf(one.dueAt),
            逾期: one.overdue ? `${lang === 'zh' ? '已告知' : 'told'} ${one.told.join(', ') || '—'}` : '',
            暂缓至: one.snoozedUntil ? timeOf(one.snoozedUntil) : '',
          })),
          lang,
        ),
      );
    });
  step
    .command('snooze <process> <step>')
    .description('暂缓催办一步 / put a step off: nobody is told again before then')
    .requiredOption('--until <instant>', '到何时，ISO 8601 / until when')
    .requiredOption('--reason <text>', '原因 / why')
    .option('--at <place>', '编号（有几处时，见 step list） / the id of the place, where there are several: see step list')
    .action(async (process: string, name: string, { until, reason, at }: Snooze, command: Command) => {
      const session = Session.of(command);
      const body = { process, step: name, until, reason, ...(at ? { at } : {}) };
      const snoozed = await session.post<PendingStep>(`/steps/${serviceOf(name)}/snooze`, body);
      show(session.options, snoozed, () => `已暂缓至 / put off until ${timeOf(snoozed.snoozedUntil ?? until)}`);
    });
  linkCommands(step);
  return step;
}
