import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { collect, wholeNumber } from '../counts.js';
import { Misuse } from '../failure.js';
import { textOf } from '../files.js';
import { show, table, timeOf } from '../output.js';
import { Session } from '../session.js';
import { stepsOf } from '../steps.js';
import { resume } from './process.js';
import { detailOf, pageOf, type RunDetail, type RunLine, type Short, shortRows } from './run-page.js';
import { closeBuildingCommand, movePickupCommand } from './places.js';
import { wrapUpCommand } from './wrap-up.js';

interface OpenOptions {
  readonly compound?: string;
  readonly date: string;
  readonly cutOff: string;
  readonly bundle?: readonly string[];
  readonly fromSignUp?: string;
  readonly minimum?: number;
  readonly tripCap?: number;
  readonly approveShortages?: boolean;
  readonly substitutes?: boolean;
}
const ended = new Set(['closed', 'voided', 'cancelled']);

export function runCommands(): Command {
  const run = new Command('run').description('团购批次 / supply runs');
  run
    .command('open')
    .description('开团 / open a run')
    .option('--compound <code>', '小区代码 / code of the compound')
    .requiredOption('--date <yyyy-mm-dd>', '送货日期 / service date')
    .requiredOption('--cut-off <instant>', '截单时间，ISO 8601 / cut-off, such as 2026-11-24T20:00:00+08:00')
    .option('--bundle <code[:price=fen][:limit=n][:cap=n]>', '开放的套餐，可重复 / an open bundle, repeatable', collect)
    .option('--from-sign-up <file>', '按接龙文本的表头开团 / open what the header of a sign-up text names')
    .option('--minimum <portions>', '成团份数 / minimum', wholeNumber)
    .option('--approve-shortages', '买少了由人批准分配 / a person approves who gets less')
    .option('--substitutes', '缺货时，没有说不换的都换 / who has not refused takes the substitute of what cannot be had')
    .option('--trip-cap <portions>', '本车上限份数 / portions a bus takes', wholeNumber)
    .action(async (options: OpenOptions, command: Command) => {
      const session = Session.of(command);
      const opened = await session.post<RunDetail>('/supply-runs', await bodyOf(session, options));
      show(session.options, opened, () => `已开团 / opened: ${opened.id}\n${opened.workflowId ?? ''}`);
    });
  run
    .command('list')
    .description('列出批次 / list runs')
    .option('--stage <stage>')
    .option('--compound <code>')
    .action(async ({ stage, compound }: { stage?: string; compound?: string }, command: Command) => {
      const session = Session.of(command);
      const runs = await session.all<RunLine>('/supply-runs', { stage, compound });
      show(session.options, runs, (lang) =>
        table(
          runs.map(({ id, compoundName, serviceDate, stage: at, cutOffAt }) => ({
            批次: id,
            小区: compoundName,
            日期: serviceDate,
            阶段: at,
            截单: timeOf(cutOffAt),
          })),
          lang,
        ),
      );
    });
  run
    .command('show <run>')
    .description('一个批次的情况 / where a run stands')
    .action(async (id: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const detail = await detailOf(session, id);
      show(session.options, detail, (lang) => pageOf(detail, lang));
    });
  run
    .command('shortages <run>')
    .description('谁比订的少、为什么 / who gets less than was ordered, and why')
    .action(async (id: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const short = await session.all<Short>(`/supply-runs/${id}/shortages`);
      show(session.options, short, (lang) => table(shortRows(short, lang), lang));
    });
  run
    .command('watch <run>')
    .description('看着批次直到结束 / watch a run until it ends')
    .action(async (id: string, _options: object, command: Command) => watch(Session.of(command), id));
  run
    .command('resume <run>')
    .description('恢复丢失的流程，从登记处继续 / start its processes again from what is recorded')
    .action(async (id: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const processIds = await resume(session, id);
      show(session.options, { processIds }, () =>
        processIds.length
          ? `已请求恢复 / asked to go on:
${processIds.join('\n')}`
          : '没有进行中的流程 / nothing of it is open',
      );
    });
  run
    .command('close-ordering <run>')
    .description('提前截单 / close ordering early')
    .action(async (id: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const closed = await session.post<RunDetail>(`/supply-runs/${id}/close-ordering`, {});
      show(session.options, closed, () => '已截单 / ordering is closed');
    });
  run
    .command('extend <run>')
    .description('推迟截单；锁单前也可重新开放 / put the cut-off off; until the lock, also after it has passed')
    .requiredOption('--cut-off <instant>', '新的截单时间 / the new cut-off')
    .action(async (id: string, { cutOff }: { cutOff: string }, command: Command) => {
      const session = Session.of(command);
      const extended = await session.post<RunDetail>(`/supply-runs/${id}/extend`, { cutOffAt: cutOff });
      show(session.options, extended, () => `截单改为 / cut-off is now ${timeOf(extended.cutOffAt)}`);
    });
  run.addCommand(movePickupCommand());
  run.addCommand(closeBuildingCommand());
  run.addCommand(wrapUpCommand());
  return run;
}

async function bodyOf(session: Session, options: OpenOptions): Promise<object> {
  const header = options.fromSignUp ? await headerOf(session, options.fromSignUp) : undefined;
  const bundles = options.bundle?.map(bundleOf) ?? header?.bundles.map(({ code }) => ({ code }));
  const compound = options.compound ?? header?.compound;
  if (!compound || !bundles?.length)
    throw new Misuse('请给出 --compound 和 --bundle，或 --from-sign-up / give --compound and --bundle, or --from-sign-up');
  return {
    compound,
    serviceDate: options.date,
    cutOffAt: options.cutOff,
    bundles,
    ...(options.minimum === undefined ? {} : { minimumPortions: options.minimum }),
    ...(options.approveShortages || options.substitutes
      ? {
          policies: {
            ...(options.approveShortages ? { approveShortages: true } : {}),
            ...(options.substitutes ? { substitutes: 'unless-refused' } : {}),
          },
        }
      : {}),
    ...(options.tripCap === undefined ? {} : { tripCap: options.tripCap }),
  };
}

const headerOf = async (session: Session, file: string) =>
  session.post<{ compound: string; bundles: { code: string }[] }>('/sign-ups/header', { text: await textOf(file) });

const words: Readonly<Record<string, string>> = { price: 'priceFen', limit: 'limitPerHousehold', cap: 'cap' };

/** `SC01:cap=2000:limit=5` */
function bundleOf(text: string): object {
  const [code, ...settings] = text.split(':');
  const pairs = settings.map((setting) => setting.split('='));
  const given = pairs.map(([word = '', value = '']) => {
    const name = words[word];
    if (!name || !/^\d+$/.test(value))
      throw new Misuse(`--bundle ${text}: 写成 SC01:cap=200:limit=2:price=3000 / write SC01:cap=200:limit=2:price=3000`);
    return [name, Number(value)] as const;
  });
  return { code, ...Object.fromEntries(given) };
}

async function watch(session: Session, id: string): Promise<void> {
  for (let before = ''; ; await setTimeout(1_000)) {
    const { stage } = await session.get<RunDetail>(`/supply-runs/${id}`);
    const waitingFor = (await stepsOf(session, id)).map(({ step }) => step);
    const line = session.options.json
      ? JSON.stringify({ stage, waitingFor })
      : `${stage}  等待 / waiting for: ${waitingFor.join(', ') || '—'}`;
    if (line !== before) process.stdout.write(`${line}\n`);
    if (ended.has(stage)) return;
    before = line;
  }
}
