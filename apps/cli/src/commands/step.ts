import { Command } from 'commander';
import { show, table, timeOf } from '../output.js';
import { Session } from '../session.js';
import { stepsIn, stepsOf } from '../steps.js';

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
      show(session.options, items, () =>
        table(
          items.map((one) => ({
            流程: one.processId,
            步骤: one.step,
            地点: one.place ?? one.at,
            谁: one.role,
            截止: timeOf(one.dueAt),
            逾期: one.overdue ? '是' : '',
          })),
        ),
      );
    });
  return step;
}
