import { Command } from 'commander';
import { Misuse } from '../failure.js';
import { writePrivately } from '../files.js';
import { show, table, timeOf } from '../output.js';
import { Session } from '../session.js';
import { joinShift, personAtGate } from './shift-device.js';

interface Shift {
  readonly id: string;
  readonly compoundName: string;
  readonly gate: string;
  readonly team: string | null;
  readonly openedBy: string;
  readonly from: string;
  readonly until: string;
  readonly endedAt: string | null;
}
interface CodedShift extends Shift {
  readonly link: string;
  readonly qr: string;
}
interface ShiftWithDevices extends Shift {
  readonly devices: readonly {
    readonly id: string;
    readonly label: string;
    readonly endedAt: string | null;
    readonly posts: readonly { readonly person: string; readonly maskedName: string; readonly from: string; readonly until: string }[];
  }[];
}
/** `jielong shift …`: who stands at a gate. A device of a shift acts as `<community>/shift`. */
export function shiftCommands(): Command {
  const shift = new Command('shift').description('卡口班次 / shifts at a gate');
  for (const command of [open(), list(), showOne(), newCode(), end(), endDevice(), joinShift(), personAtGate()]) shift.addCommand(command);
  return shift;
}

const open = (): Command =>
  new Command('open')
    .description('开班，得到值班二维码 / open a shift at a gate, and get its QR')
    .requiredOption('--compound <code>', '小区代码 / code of the compound')
    .requiredOption('--gate <name>', '大门 / the gate')
    .option('--until <instant>', '到什么时候，ISO 8601 / when it ends')
    .option('--hours <n>', '几小时 / for so many hours', '8')
    .option('--team <name>', '保障队的人也可以值班 / members of this supply team may stand there too')
    .option('--qr <file>', '把二维码存成 SVG 图片（新文件） / write the QR as a picture, to a new file')
    .action(async ({ hours, until = inHours(hours), qr, ...place }: Opening, command: Command) => {
      const session = Session.of(command);
      await coded(session, '/shifts', { ...place, until }, qr);
    });

interface Opening {
  readonly compound: string;
  readonly gate: string;
  readonly hours: string;
  readonly until?: string;
  readonly team?: string;
  readonly qr?: string;
}
const hourMs = 3_600_000;
function inHours(hours: string): string {
  const given = Number(hours);
  if (!(given > 0)) throw new Misuse(`--hours ${hours} 不是小时数 / is not a number of hours`);
  return new Date(Date.now() + given * hourMs).toISOString();
}

/** The link is said once; whoever keeps the picture has it too: it is written as what is for nobody else. */
async function coded(session: Session, path: string, body: object, file: string | undefined): Promise<void> {
  const ask = () => session.post<CodedShift>(path, body);
  const made = await (file === undefined ? ask() : writePrivately(file, ask, ({ qr }) => qr));
  show(
    session.options,
    made,
    () =>
      `${made.compoundName}${made.gate}  到 / until ${timeOf(made.until)}\n${made.link}\n班次 / shift: ${made.id}${file ? `\n${file}` : ''}`,
  );
}

const list = (): Command =>
  new Command('list')
    .description('列出班次 / list shifts')
    .option('--compound <code>', '小区代码 / code of the compound')
    .option('--gate <name>', '大门（不是全社区的人须写明自己的大门） / the gate; whoever is not of the whole community names theirs')
    .action(async (place: { compound?: string; gate?: string }, command: Command) => {
      const session = Session.of(command);
      const shifts = await session.all<Shift>('/shifts', place);
      show(session.options, shifts, (lang) =>
        table(
          shifts.map((one) => ({
            编号: one.id,
            地点: `${one.compoundName}${one.gate}`,
            发出人: one.openedBy,
            开始: timeOf(one.from),
            有效至: timeOf(one.endedAt ?? one.until),
          })),
          lang,
        ),
      );
    });

const showOne = (): Command =>
  new Command('show')
    .description('一个班次：哪些设备、谁在岗 / a shift: its devices, and who was at them')
    .argument('<shift>', '班次编号 / id of the shift')
    .action(async (id: string, _options: object, command: Command) => {
      const session = Session.of(command);
      showDevices(session, await session.get<ShiftWithDevices>(`/shifts/${encodeURIComponent(id)}`));
    });

const showDevices = ({ options }: Session, shift: ShiftWithDevices): void =>
  show(
    options,
    shift,
    (lang) =>
      `${shift.compoundName}${shift.gate}  ${timeOf(shift.from)} – ${timeOf(shift.endedAt ?? shift.until)}\n${table(
        shift.devices.flatMap((device) =>
          device.posts.map((post) => ({
            设备: `${device.id} ${device.label}`.trim(),
            人员: `${post.person} ${post.maskedName}`,
            自: timeOf(post.from),
            '至（不含）': timeOf(post.until),
            作废: device.endedAt ? timeOf(device.endedAt) : '',
          })),
        ),
        lang,
      )}`,
  );

const newCode = (): Command =>
  new Command('new-code')
    .description('换一个二维码，原来的作废 / make a new QR; the one before opens nothing any more')
    .argument('<shift>', '班次编号 / id of the shift')
    .option('--qr <file>', '把二维码存成 SVG 图片（新文件） / write the QR as a picture, to a new file')
    .action(async (id: string, { qr }: { qr?: string }, command: Command) => {
      const session = Session.of(command);
      await coded(session, `/shifts/${encodeURIComponent(id)}/code`, {}, qr);
    });

const end = (): Command =>
  new Command('end')
    .description('收班：离线扫码还可以补传 24 小时 / end a shift; what was scanned before may be sent for 24 hours more')
    .argument('<shift>', '班次编号 / id of the shift')
    .action(async (id: string, _options: object, command: Command) => {
      const session = Session.of(command);
      showDevices(session, await session.post<ShiftWithDevices>(`/shifts/${encodeURIComponent(id)}/end`, {}));
    });

const endDevice = (): Command =>
  new Command('end-device')
    .description('停用一台设备（丢了手机） / end one device: a lost phone')
    .argument('<shift>', '班次编号 / id of the shift')
    .argument('<device>', '设备编号 / id of the device')
    .action(async (id: string, device: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const path = `/shifts/${encodeURIComponent(id)}/devices/${encodeURIComponent(device)}/end`;
      showDevices(session, await session.post<ShiftWithDevices>(path, {}));
    });
