import { Command } from 'commander';
import { Misuse } from '../failure.js';
import { textOf } from '../files.js';
import { show, table, timeOf } from '../output.js';
import { type Language, Session } from '../session.js';
import { contactCommand } from './household-contact.js';
import { householdLinkCommands } from './household-link.js';
import { flagsCommand } from './household-flags.js';
import { proxyCommands } from './household-proxies.js';
import { mergeHouseholdCommand } from './household-merge.js';
import { eraseCommand, erasureCommand, householdDataCommand } from './personal-data.js';

interface Household {
  readonly id: string;
  readonly compound: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly maskedName: string;
  readonly provisional: boolean;
  readonly priority: boolean;
}
interface Change {
  readonly change: 'confirmed' | 'merged' | 'split';
  readonly household: string;
  readonly other: string | null;
  readonly reason: string | null;
  readonly enteredBy: string;
  readonly at: string;
}
const reason = ['--reason <why>', '原因 / why'] as const;

export function householdCommands(): Command {
  const household = new Command('household').description(
    '住户：查找、联系、确认、合并、分户、链接 / households: find, call, confirm, merge, split, link',
  );
  household.addCommand(listCommand());
  household.addCommand(confirmCommand());
  household.addCommand(mergeHouseholdCommand());
  household.addCommand(splitCommand());
  household.addCommand(changesCommand());
  household.addCommand(contactCommand());
  householdLinkCommands(household);
  household.addCommand(flagsCommand());
  for (const command of proxyCommands()) household.addCommand(command);
  household.addCommand(householdDataCommand());
  household.addCommand(eraseCommand('household'));
  household.addCommand(erasureCommand());
  return household;
}

const listCommand = (): Command =>
  new Command('list')
    .description('列出一个小区、房号或电话的住户，姓名隐去 / households of a compound, a room or a telephone; names are masked')
    .option('--compound <code>', '小区 / compound')
    .option('--room <room>', '房号，任何常见写法 / the room, in any usual writing')
    .option('--phone <file>', '含完整手机号的文件；- 是标准输入 / a file with a whole telephone; - is standard input')
    .action(async ({ compound, room, phone }: { compound?: string; room?: string; phone?: string }, command: Command) => {
      if (compound === undefined && room === undefined && phone === undefined)
        throw new Misuse('请给出 --compound、--room 或 --phone / give --compound, --room or --phone');
      const session = Session.of(command);
      const named = compound === undefined ? {} : { compound };
      const found = await (room === undefined && phone === undefined
        ? session.all<Household>('/households', named)
        : session.find<Household>('/households/find', { ...named, room, ...(await numberIn(phone)) }));
      show(session.options, found, (lang) =>
        table(
          found.map((it) => rowOf(it, lang)),
          lang,
        ),
      );
    });

const words = { provisional: { zh: '待确认', en: 'provisional' }, priority: { zh: '是', en: 'yes' } } as const;

const rowOf = ({ id, compound, building, unit, room, maskedName, provisional, priority }: Household, lang: Language) => ({
  户: id,
  小区: compound,
  房号: [building, unit, room].filter(Boolean).join('-'),
  户主: maskedName,
  状态: provisional ? words.provisional[lang] : '',
  重点: priority ? words.priority[lang] : '',
});

const confirmCommand = (): Command =>
  new Command('confirm')
    .description('确认一户确实住在这里 / a provisional household is there')
    .argument('<household>')
    .option(...reason)
    .action(async (id: string, body: { reason?: string }, command: Command) => {
      const session = Session.of(command);
      const confirmed = await session.post<Household>(`/households/${id}/confirm`, body);
      show(session.options, confirmed, () => '已确认 / confirmed');
    });

interface Split {
  readonly reason: string;
  readonly contact?: string;
}

const splitCommand = (): Command =>
  new Command('split')
    .description(
      '分户：同一房号另立一户，待确认；订单和账留在原户 / one more household of the room; orders and balance stay with the old one',
    )
    .argument('<household>')
    .option(
      '--contact <file>',
      '第一行户主，第二行手机；- 是标准输入，不会留在命令历史里 / name, and telephone in a second line; - is standard input, which no shell history keeps',
    )
    .requiredOption(...reason)
    .action(async (id: string, { contact, reason: why }: Split, command: Command) => {
      const session = Session.of(command);
      const added = await session.post<Household>(`/households/${id}/split`, { ...(await contactIn(contact)), reason: why });
      show(session.options, added, () => `新的一户 / the new household: ${added.id}`);
    });

const numberIn = async (file: string | undefined): Promise<{ phone?: string }> =>
  file === undefined ? {} : { phone: (await textOf(file)).trim() };

/** Who somebody is, and how to reach them, is no argument: those are kept in the history of a shell and shown to whoever lists processes. */
async function contactIn(file: string | undefined): Promise<{ name?: string; phone?: string }> {
  if (file === undefined) return {};
  const [name = '', phone = ''] = (await textOf(file)).split('\n').map((line) => line.trim());
  return { name, phone };
}

const changeWords = {
  confirmed: { zh: '确认', en: 'confirmed' },
  merged: { zh: '合并', en: 'merged' },
  split: { zh: '分户', en: 'split' },
} as const;

const changesCommand = (): Command =>
  new Command('changes')
    .description('谁在何时因何确认、合并、分户 / who confirmed, merged or split it, when and why')
    .argument('<household>')
    .action(async (id: string, _: object, command: Command) => {
      const session = Session.of(command);
      const changes = await session.all<Change>(`/households/${id}/changes`);
      show(session.options, changes, (lang) =>
        table(
          changes.map(({ change, household, other, reason: why, enteredBy, at }) => ({
            时间: timeOf(at),
            何事: changeWords[change][lang],
            户: household,
            另一户: other,
            谁: enteredBy,
            原因: why,
          })),
          lang,
        ),
      );
    });
