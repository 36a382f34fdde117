import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Receipt, StepDefinition } from '@jielong/kernel';
import { logisticsSteps } from '@jielong/logistics-contract';
import { ordersSteps } from '@jielong/orders-contract';
import { Command, type Option } from 'commander';
import { Misuse, Refusal } from '../failure.js';
import { show } from '../output.js';
import { Session } from '../session.js';
import { differences, type Differences } from './report-options.js';
import type { Given } from './report-values.js';

/** One command a step, made from the tables of steps: `jielong report loading TRIP --as-expected`. */
export function reportCommands(): Command {
  const report = new Command('report').description('登记一步：如预期，或只报不同 / report a step: as expected, or only what differs');
  for (const definition of [...Object.values(ordersSteps), ...Object.values(logisticsSteps)]) report.addCommand(commandOf(definition));
  return report;
}

function commandOf(definition: StepDefinition): Command {
  const { options, bodyOf, mayBeAsExpected }: Differences = differences[definition.step as keyof typeof differences];
  const command = new Command(definition.path)
    .description(`${definition.zh} / ${definition.en}`)
    .argument('<id>', idWords[definition.process])
    .option('--report-id <id>', '登记号：重发时用同一个 / report id: the same one when sending again')
    .option('--done-by <code>', '实际经手人编号 / who did it')
    .option('--occurred-at <instant>', '何时发生 / when it happened')
    .option('--evidence <evidence>', 'counted | listed | told')
    .option('--corrects <report>', '更正哪条登记 / the report that this one replaces')
    .option('--reason <text>', '原因 / why');
  if (mayBeAsExpected) command.option('--as-expected', '一切如预期 / everything as expected');
  options.forEach((option) => command.addOption(option));
  return command.action(async (id: string, written: Omit<Given, 'actor'>, self: Command) => {
    const session = Session.of(self);
    const given: Given = { ...written, actor: session.options.actor.split('/')[1] ?? '' };
    const body = { ...common(given), ...bodyOf(given) };
    const isDifferent =
      given.reason !== undefined ||
      given.corrects !== undefined ||
      options.some((option) => option.attributeName() in given && given[option.attributeName()] !== undefined);
    if (!given.asExpected && !isDifferent) throw mayBeAsExpected ? sayWhatDiffers() : sayWhat(options);
    const path = `/${definition.process}/${await processOf(session, definition, id)}/${definition.path}`;
    const receipt = await persist(session, path, body).catch((error: unknown) => {
      throw definition.process === 'supply-runs' ? error : explained(error);
    });
    show(
      session.options,
      receipt,
      () =>
        `已登记 / recorded: ${definition.zh}${receipt.assumed.length ? `；推定 / assumed: ${receipt.assumed.join(', ')}` : ''}\n登记编号（更正时用）/ report id: ${receipt.reportId}`,
    );
  });
}

const sayWhatDiffers = () => new Misuse('写 --as-expected，或说明不同之处 / say --as-expected, or what differs');
const sayWhat = (options: readonly Option[]) => {
  const names = [...options.map(({ long }) => long), '--reason', '--corrects'].join(', ');
  return new Misuse(`说明登记什么 / say what is reported: ${names}`);
};

const idWords = {
  'supply-runs': '批次 / run',
  purchases: '采购或批次 / purchase, or its run',
  trips: '车次或批次 / trip, or its run',
} as const;

/** A run's id was given where the run has no purchase or trip yet: the service cannot know that it is a run's. */
function explained(error: unknown): unknown {
  if (!(error instanceof Refusal) || error.problem.code !== 'no-such-process') return error;
  const hint = '若这是批次编号，它还没有走到这一步 / if it is the id of a run, the run has not come to this step yet';
  return new Refusal(error.status, { ...error.problem, detail: `${error.problem.detail} ${hint}` });
}

const common = ({ reportId, doneBy, occurredAt, evidence, corrects, reason }: Given): object => ({
  reportId: reportId ?? randomUUID(),
  ...(doneBy ? { doneBy } : {}),
  ...(occurredAt ? { occurredAt } : {}),
  ...(evidence ? { evidence } : {}),
  ...(corrects ? { corrects } : {}),
  ...(reason ? { reason } : {}),
});

/** A purchase or a trip, as people know it. */
interface Process {
  readonly id: string;
  readonly supplier?: string;
  readonly vehicle?: string | null;
  readonly stops?: readonly { readonly name: string }[];
}
const choiceOf = ({ id, supplier, vehicle, stops = [] }: Process): string =>
  `  ${[id, supplier, vehicle, stops.map(({ name }) => name).join('、')].filter(Boolean).join('  ')}`;

/** An id may be written as `step list` shows it. */
export const idIn = (written: string): string => written.replace(/^(supply-run|purchase|trip):/, '');

/** A run's id stands for its purchase or trip where it has only one. */
async function processOf(session: Session, { process }: StepDefinition, written: string): Promise<string> {
  const id = idIn(written);
  if (process === 'supply-runs') return id;
  const page = await session.get<{ items: Process[] }>(`/${process}`, { run: id }).catch(noneWhereUnknown);
  const [only, ...others] = page.items;
  if (others.length)
    throw new Misuse(
      `有几个，把编号写在批次的位置 / there are several: name one in place of the run:\n${page.items.map(choiceOf).join('\n')}`,
    );
  return only?.id ?? id;
}

/** No run has this id: then it is that of a purchase or trip itself. */
function noneWhereUnknown(error: unknown): { items: Process[] } {
  if (error instanceof Refusal && error.status === 404) return { items: [] };
  throw error;
}

const patienceMs = 15_000;
const again = new Set(['starting', 'being-written', 'accepted', 'process-unreachable', 'try-again']);

/** As a person does: again a little later, with the same report, while the answer is that it is too early. */
export async function persist(session: Session, path: string, body: object): Promise<Receipt> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      const receipt = await session.post<Receipt | { code: string }>(path, body);
      if ('reportId' in receipt) return receipt;
    } catch (error) {
      if (!(error instanceof Refusal) || !again.has(error.problem.code) || Date.now() > until) throw error;
    }
    await setTimeout(300);
  }
}
