import { Command } from 'commander';
import { writePrivately } from '../files.js';
import { show } from '../output.js';
import { Session } from '../session.js';

interface Link {
  readonly household: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly link: string;
}
interface Slips {
  readonly slip?: string;
}
interface Homes extends Slips {
  readonly compound: string;
  readonly building: string;
  readonly unit?: string;
  readonly renew: boolean;
}
const slip = ['--slip <file>', '写成可打印的纸条（HTML），不显示链接 / write slips to print (HTML), and do not show the link'] as const;
const roomOf = ({ building, unit, room }: Link): string => [building, unit, room].filter(Boolean).join('-');

/** What opens a household's page is for nobody else on this machine either. */
async function written(session: Session, path: string, body: object, file: string): Promise<void> {
  await writePrivately(
    file,
    () => session.post<string>(`${path}?format=slip`, body),
    (slips) => slips,
  );
  show(
    session.options,
    { slip: file },
    () => `已写到 / written to ${file}：打印、剪开、当面交给本户，然后删掉这个文件 / print, hand over, delete`,
  );
}

/** `jielong household link`, `links`, `unlink`: the slip of paper by which a household orders and sees what is its own. */
export function householdLinkCommands(household: Command): void {
  household
    .command('link <household>')
    .description('给一户生成链接（纸条），旧的作废 / make the link of a household; an older one opens nothing any more')
    .option(...slip)
    .action(async (id: string, { slip: file }: Slips, command: Command) => {
      const session = Session.of(command);
      const path = `/households/${id}/link`;
      if (file !== undefined) return written(session, path, {}, file);
      const made = await session.post<Link>(path, {});
      show(session.options, made, () => `${made.link}\n只交给 ${roomOf(made)} 本户 / for this household alone`);
    });
  household
    .command('links')
    .description('给一栋还没有链接的户生成链接 / make the links of a building, for those who have none')
    .requiredOption('--compound <code>', '小区 / compound')
    .requiredOption('--building <building>', '楼栋 / building')
    .option('--unit <unit>', '只做一个单元 / one unit of it')
    .option('--renew', '全部重做，旧的作废 / for everybody: older ones open nothing any more', false)
    .option(...slip)
    .action(async ({ slip: file, ...homes }: Homes, command: Command) => {
      const session = Session.of(command);
      if (file !== undefined) return written(session, '/households/links', homes, file);
      const { items } = await session.post<{ items: Link[] }>('/households/links', homes);
      show(
        session.options,
        items,
        () => items.map((made) => `${roomOf(made)}  ${made.link}`).join('\n') || '都已经有链接了 / everybody has one',
      );
    });
  household
    .command('unlink <household>')
    .description('作废一户的链接（纸条丢了） / revoke the link of a household: the slip is lost')
    .action(async (id: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const { ended, ...revoked } = await session.post<{ household: string; ended: number }>(`/households/${id}/link/revocation`, {});
      show(session.options, { ...revoked, ended }, () => (ended > 0 ? '已作废 / revoked' : '这一户没有链接 / it had no link'));
    });
}
