import type { Command } from 'commander';
import { show, table, timeOf } from '../output.js';
import { Session } from '../session.js';
import { serviceOf } from '../steps.js';

interface Wish {
  readonly person: string;
  readonly at?: string;
  readonly hours: string;
}
interface ShownLink {
  readonly link: string;
  readonly person: string;
  readonly expiresAt: string;
}
interface MadeLink {
  readonly id: string;
  readonly step: string;
  readonly at: string | null;
  readonly person: string;
  readonly madeBy: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
  readonly revokedAt: string | null;
}

/** `jielong step link …`: one person reports one step by a page that a chat opens. */
export function linkCommands(step: Command): void {
  step
    .command('link <process> <step>')
    .description('生成一条登记链接，发给一个人 / make a link by which one person reports this step, once')
    .requiredOption('--person <code>', '给谁（人员编号） / for whom')
    .option('--at <place>', '编号（有几处时，见 step list） / the id of the place, where there are several: see step list')
    .option('--hours <n>', '几小时内有效 / how long it is good for', '12')
    .action(async (process: string, name: string, { person, at, hours }: Wish, command: Command) => {
      const session = Session.of(command);
      const body = { process, step: name, person, hours: Number(hours), ...(at ? { at } : {}) };
      const made = await session.post<ShownLink>(`/steps/${serviceOf(name)}/links`, body);
      show(
        session.options,
        made,
        () => `${made.link}\n只发给 / send it to ${made.person} 一个人 / alone；${timeOf(made.expiresAt)} 前有效 / good until then`,
      );
    });
  step
    .command('links <process> <step>')
    .description('已经发出的登记链接 / the links that were made')
    .action(async (process: string, name: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const { items } = await session.get<{ items: MadeLink[] }>(`/steps/${serviceOf(name)}/links`, { process });
      const ofStep = items.filter((made) => made.step === name);
      show(session.options, ofStep, (lang) =>
        table(
          ofStep.map((made) => ({
            编号: made.id,
            谁: made.person,
            发出人: made.madeBy,
            有效至: timeOf(made.expiresAt),
            已用: made.usedAt ? timeOf(made.usedAt) : '',
            作废: made.revokedAt ? timeOf(made.revokedAt) : '',
          })),
          lang,
        ),
      );
    });
  step
    .command('revoke-link <process> <step> <link>')
    .description('作废一条登记链接 / revoke a link: it opens nothing any more')
    .action(async (process: string, name: string, link: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const revoked = await session.post<MadeLink>(`/steps/${serviceOf(name)}/links/revocation`, { process, link });
      show(session.options, revoked, () => `已作废 / revoked: ${revoked.id}`);
    });
}
