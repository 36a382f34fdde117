import { randomUUID } from 'node:crypto';
import { logisticsSteps } from '@jielong/logistics-contract';
import { Command } from 'commander';
import { collect, countsOf } from '../counts.js';
import { Misuse } from '../failure.js';
import { show, table } from '../output.js';
import { type Language, Session } from '../session.js';
import { persist } from './report.js';

interface WrapUpOptions {
  readonly except?: readonly string[];
  readonly all?: boolean;
  readonly left?: readonly string[];
  readonly preview?: boolean;
}
interface WrapUpPreview {
  readonly id: string;
  readonly households: number;
  readonly portions: number;
  readonly listed: number;
  readonly exceptions: readonly { room: string; bundle: string | null; portions: number | null }[];
}

/** `jielong run wrap-up RUN --except "3-2-501, 8-1-301 (1 egg)"`: shows what it would do, then reports it. */
export function wrapUpCommand(): Command {
  return new Command('wrap-up')
    .description('收尾：把纸面清单补录进来，只写例外 / the day from paper, exceptions only')
    .argument('<run>', '批次 / run')
    .option('--except <text>', "谁没取，可加页码，如 'K7M2Q9RA: 3-2-501、8-1-301（鸡蛋1）' / who did not get what, a page each", collect)
    .option('--all', '都取了 / everybody has got theirs')
    .option('--left <code=n>', '实点剩余 / counted left', collect)
    .option('--preview', '只看不登记 / only look')
    .action(async (run: string, options: WrapUpOptions, command: Command) => {
      const session = Session.of(command);
      const read = await session.post<WrapUpPreview>(`/supply-runs/${run}/wrap-ups`, { pages: pagesOf(options) });
      if (!options.preview) await report(session, run, read.id, options);
      show(
        session.options,
        read,
        (lang) => `${options.preview ? '将发放 / to be handed out' : '已发放 / handed out'}: ${textOf(read, lang)}`,
      );
    });
}

function report(session: Session, run: string, wrapUp: string, { left }: WrapUpOptions): Promise<object> {
  const counted = left ? { left: countsOf(left, '--left') } : {};
  return persist(session, `/supply-runs/${run}/${logisticsSteps.wrapUp.path}`, { reportId: randomUUID(), wrapUp, ...counted });
}

export function pagesOf({ except = [], all }: Pick<WrapUpOptions, 'except' | 'all'>): { page?: string; text: string }[] {
  if (all === undefined && !except.length) throw new Misuse('写 --except 谁没取，或 --all / say who did not with --except, or --all');
  if (all && except.length) throw new Misuse('--all 与 --except 只用一个 / use --all or --except');
  return all ? [{ text: 'all' }] : except.map(pageOf);
}

/** A page code may stand before a colon. */
function pageOf(text: string): { page?: string; text: string } {
  const [, page, rooms = text] = /^\s*([0-9A-Za-z]{8})\s*[:：]\s*(.+)$/.exec(text) ?? [];
  return { ...(page ? { page } : {}), text: `all except ${rooms}` };
}

function textOf({ households, portions, listed, exceptions }: WrapUpPreview, lang: Language): string {
  const all = lang === 'zh' ? '全部' : 'all';
  const rows = exceptions.map(({ room, bundle, portions: not }) => ({ 房号: room, 套餐: bundle ?? all, 未取: not ?? all }));
  const counts =
    lang === 'zh'
      ? `${households} 户 ${portions} 份，其中清单 ${listed} 户`
      : `${households} households, ${portions} portions, of which by list ${listed} households`;
  return `${counts}${rows.length ? `\n${table(rows, lang)}` : ''}`;
}
