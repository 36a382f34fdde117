import { type ErasedKind, erasureReasons, type ErasureRefusal } from '@jielong/kernel';
import { Command, Option } from 'commander';
import { show, timeOf } from '../output.js';
import { Session } from '../session.js';

interface Erasure {
  readonly id: string;
  readonly doneAt: string | null;
  readonly found: boolean | null;
  readonly refused: ErasureRefusal | null;
}

/** `jielong household data <household>`: what all three services have, in one JSON, to be handed to whoever it is about. */
export const householdDataCommand = (): Command =>
  new Command('data')
    .description('导出一户的全部数据（三个服务），JSON / all that is known of a household, as JSON; the reason is kept')
    .argument('<household>')
    .requiredOption('--reason <why>', '原因，会留存 / why: it is kept')
    .action(async (id: string, { reason }: { reason: string }, command: Command) => {
      const session = Session.of(command);
      const members = await session.read(`/households/${id}/data`, { reason });
      const orders = await session.get(`/household-orders/${id}`);
      const logistics = await session.get(`/household-pickups/${id}`);
      print({ members, orders, logistics });
    });

/** `jielong person data <person>`: orders and logistics have the code alone. */
export const personDataCommand = (): Command =>
  new Command('data')
    .description('导出一个人的全部数据，JSON / all that is known of a person, as JSON; the reason is kept')
    .argument('<person>')
    .requiredOption('--reason <why>', '原因，会留存 / why: it is kept')
    .action(async (code: string, { reason }: { reason: string }, command: Command) => {
      print({ members: await Session.of(command).read(`/people/${encodeURIComponent(code)}/data`, { reason }) });
    });

/** Nothing but JSON: it is a file for somebody, whichever language the screen has. */
const print = (data: object): void => void process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);

/** `jielong household erase`, `jielong person erase`: in every service; `--erasure` asks how far one is. */
export const eraseCommand = (kind: ErasedKind): Command =>
  new Command('erase')
    .description('清除个人信息；编号、房号、数量、账目留下 / erase what is known; ids, rooms, counts and the books stay')
    .argument(`<${kind}>`)
    .addOption(new Option('--reason <why>', '本人要求、已离开、去世、误录 / why').choices(erasureReasons).makeOptionMandatory())
    .action(async (subject: string, { reason }: { reason: string }, command: Command) => {
      const session = Session.of(command);
      const erasure = await session.post<Erasure>('/erasures', { kind, subject, reason });
      show(
        session.options,
        erasure,
        () => `已开始，用 ${kind} erasure ${erasure.id} 查看 / started; \`${kind} erasure ${erasure.id}\` says how far it is`,
      );
    });

export const erasureCommand = (): Command =>
  new Command('erasure')
    .description('一次清除到了哪一步 / how far an erasure is')
    .argument('<erasure>')
    .action(async (id: string, _: object, command: Command) => {
      const session = Session.of(command);
      const erasure = await session.get<Erasure>(`/erasures/${id}`);
      show(session.options, erasure, (lang) => stateOf(erasure)[lang]);
    });

interface Words {
  readonly zh: string;
  readonly en: string;
}
const because: Readonly<Record<ErasureRefusal, Words>> = {
  'household-in-open-run': {
    zh: '这一户又在没有结束的批次里（订单或接龙条目）',
    en: 'the household is in a run that is not over (an order or an entry)',
  },
  'money-unsettled': { zh: '又有未结清的钱', en: 'money is not settled' },
  'person-active': { zh: '这个人又在岗', en: 'the person acts again' },
};

function stateOf({ doneAt, found, refused }: Erasure): Words {
  if (doneAt === null) return { zh: '进行中', en: 'going on' };
  if (refused !== null) {
    const { zh, en } = because[refused];
    return {
      zh: `没有清除（${refused}）：${zh}。解决后再清除一次`,
      en: `nobody was erased (${refused}): ${en}. Erase again once that is over`,
    };
  }
  if (!found) return { zh: '没有这个人或住户，没有可清除的', en: 'nobody has this id or code: nothing to erase' };
  return { zh: `${timeOf(doneAt)} 已清除`, en: `erased at ${timeOf(doneAt)}` };
}
