import { hostname } from 'node:os';
import { Command } from 'commander';
import { ask } from '../ask.js';
import { keep } from '../credentials.js';
import { type Options, Session } from '../session.js';
import { show, table, timeOf } from '../output.js';

interface Device {
  readonly community: string;
  readonly person: string;
  readonly maskedName: string;
  readonly shift: { readonly compoundName: string; readonly gate: string; readonly until: string };
}
interface Stander {
  readonly code: string;
  readonly maskedName: string;
}

const codeIn = (link: string): string => (URL.canParse(link) ? (new URL(link).searchParams.get('t') ?? link) : link);

/** What the QR opens, whoever is signed in here. */
async function atTheGate<Body>({ url, lang }: Options, path: string, body: object): Promise<Body> {
  const headers = { 'Content-Type': 'application/json', 'Accept-Language': lang === 'zh' ? 'zh-CN' : 'en' };
  return (await ask<Body>(url, path, { method: 'POST', headers, body: JSON.stringify(body) })).body;
}

/** `jielong shift join`: this machine is a device of the shift. */
export const joinShift = (): Command =>
  new Command('join')
    .description('用值班二维码的链接上岗 / begin at a device, by the link of the QR')
    .argument('<link>', '二维码里的链接 / the link that the QR says')
    .option('--person <code>', '谁在岗；不写就列出名单 / who is there; left out, it lists who may be')
    .action(async (link: string, { person }: { person?: string }, command: Command) => {
      const { options } = Session.of(command);
      await (person === undefined ? showPeople(options, codeIn(link)) : openDevice(options, codeIn(link), person));
    });

async function openDevice(options: Options, code: string, person: string): Promise<void> {
  const body = { code, person, keep: 'token', channel: 'cli', label: hostname().slice(0, 60) };
  const { token, ...device } = await atTheGate<Device & { token: string }>(options, '/shift/devices', body);
  const actor = `${device.community}/shift`;
  keep(options.url, actor, { token, device: '' });
  show(options, device, () => `${saying(device)}\n以后用 / from now on --actor ${actor}`);
}

async function showPeople(options: Options, code: string): Promise<void> {
  const { people } = await atTheGate<{ people: Stander[] }>(options, '/shift/people', { code });
  show(options, people, (lang) =>
    table(
      people.map((one) => ({ 人员: one.code, 名称: one.maskedName })),
      lang,
    ),
  );
}

const saying = ({ person, maskedName, shift: { compoundName, gate, until } }: Device): string =>
  `在岗 / at the gate: ${person} ${maskedName}  ${compoundName}${gate}  到 / until ${timeOf(until)}`;

/** `jielong shift person`: who is at this device, and one word to change it. */
export const personAtGate = (): Command =>
  new Command('person')
    .description('换人；不写编号就看现在谁在岗（--actor <社区>/shift） / change who is at this device; left out, it says who is')
    .argument('[person]', '接班的人 / who takes over')
    .action(async (person: string | undefined, _options: object, command: Command) => {
      const session = Session.of(command);
      const device = await (person === undefined
        ? session.get<Device>('/shift/device')
        : session.post<Device>('/shift/person', { person }));
      show(session.options, device, () => saying(device));
    });
