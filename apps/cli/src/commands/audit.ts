import { Command } from 'commander';
import { z } from 'zod';
import { textOf } from '../files.js';
import { exitCodes, Misuse } from '../failure.js';
import { show, table } from '../output.js';
import { type Language, Session } from '../session.js';

const services = ['members', 'orders', 'logistics'] as const;
type Service = (typeof services)[number];
interface Link {
  readonly seq: number;
  readonly hash: string;
}
interface Finding {
  readonly what: string;
  readonly seq: number | null;
  readonly entryId: string | null;
}
interface Page {
  readonly checked: number;
  readonly findings: readonly Finding[];
  readonly head: Link;
  readonly next: string | null;
}
interface Verified {
  readonly checked: number;
  readonly findings: readonly Finding[];
  readonly head: Link;
}
/** As `audit verify --json` prints it: anything else would compare nothing, and say that all is well. */
const keptSchema = z.record(z.enum(services), z.object({ head: z.object({ seq: z.number().int().min(0), hash: z.string() }) }));
type Kept = Partial<z.output<typeof keptSchema>>;

/** `jielong audit verify [--against kept.json]`: all three services; exit code 6 where something was found. */
export function auditCommands(): Command {
  const audit = new Command('audit').description('审计记录 / the audit trail');
  audit
    .command('verify')
    .description(
      '核验三个服务的审计链；--json 的输出可以留存，以后用 --against 对照 / verify the chains; keep the output of --json and compare later',
    )
    .option('--against <file>', '以前留存的输出 / an earlier output of --json')
    .action(async ({ against }: { against?: string }, command: Command) => {
      const session = Session.of(command);
      const kept = against === undefined ? {} : keptIn(await textOf(against));
      const verified: Partial<Record<Service, Verified>> = {};
      for (const service of services) verified[service] = await verify(session, service, kept[service]?.head);
      show(session.options, verified, (lang) => reportOf(verified, lang));
      if (Object.values(verified).some(({ findings }) => findings.length)) process.exitCode = exitCodes.broken;
    });
  return audit;
}

/** Of a file that `--against` names. */
export function keptIn(text: string): Kept {
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch {
    throw new Misuse('--against: 不是 audit verify --json 的输出 / not what `audit verify --json` has printed');
  }
}

async function verify(session: Session, service: Service, kept: Link | undefined): Promise<Verified> {
  const findings: Finding[] = [];
  let checked = 0;
  for (let after: string | undefined; ;) {
    const page: Page = await session.get<Page>(`/audit/${service}/verification`, {
      after,
      ...(kept && kept.seq > 0 ? { keptSeq: kept.seq, keptHash: kept.hash } : {}),
    });
    findings.push(...page.findings);
    checked += page.checked;
    if (page.next === null) return { checked, findings, head: page.head };
    after = page.next;
  }
}

const words: Readonly<Record<string, string>> = {
  changed: '内容被改 / changed',
  missing: '记录被删 / deleted',
  gap: '封条缺失 / a seal is gone',
  cut: '链尾被截 / the end is cut off',
  unsealed: '没有封上 / kept from being sealed',
  rewritten: '与留存的不符 / not the chain that was kept',
};

function reportOf(verified: Partial<Record<Service, Verified>>, lang: Language): string {
  const rows = Object.entries(verified).map(([service, { checked, findings, head }]) => ({
    服务: service,
    已核验: checked,
    问题: findings.length,
    链尾: `${head.seq} ${head.hash.slice(0, 16)}`,
  }));
  const found = Object.entries(verified).flatMap(([service, { findings }]) =>
    findings.map(({ what, seq, entryId }) => ({ 服务: service, 序号: seq, 记录: entryId, 问题: words[what] ?? what })),
  );
  return [table(rows, lang), found.length ? table(found, lang) : '审计链完整 / the chains are whole'].join('\n\n');
}
