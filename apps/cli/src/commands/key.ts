import { Command } from 'commander';
import { show, table, timeOf } from '../output.js';
import { Session } from '../session.js';

interface Key {
  readonly id: string;
  readonly service: string;
  readonly scopes: readonly string[];
  readonly madeBy: string;
  readonly expiresAt: string;
  readonly seenAt: string | null;
  readonly replacedBy: string | null;
  readonly revokedAt: string | null;
}
type MadeKey = Key & { readonly key: string };

/** `jielong key make|list|rotate|revoke`: what programs may do without anybody signed in. */
export function keyCommands(): Command {
  const key = new Command('key').description('API 密钥：给程序用，只能做所列权限 / API keys: for programs, each for the scopes it names');
  key.addCommand(makeCommand());
  key.addCommand(listCommand());
  key.addCommand(rotateCommand());
  key.addCommand(revokeCommand());
  return key;
}

const collected = (scope: string, scopes: readonly string[]): readonly string[] => [...scopes, scope];

const makeCommand = (): Command =>
  new Command('make')
    .description('给一个程序发一把 / make one for a service')
    .argument('<service>', '程序的名字，如 mini-program / name of the service')
    .requiredOption('--scope <permission>', '权限，可写多次，见 docs/permissions.md / a permission; several times', collected, [])
    .option('--days <n>', '几天内有效 / how long it is good for', '90')
    .action(async (service: string, { scope, days }: { scope: readonly string[]; days: string }, command: Command) => {
      const session = Session.of(command);
      sayMade(session, await session.post<MadeKey>('/keys', { service, scopes: scope, days: Number(days) }));
    });

const listCommand = (): Command =>
  new Command('list').description('列出，含作废的 / list them, revoked ones too').action(async (_options: object, command: Command) => {
    const session = Session.of(command);
    const keys = await session.all<Key>('/keys');
    show(session.options, keys, (lang) => table(keys.map(rowOf), lang));
  });

const rotateCommand = (): Command =>
  new Command('rotate')
    .description('换一把，旧的再用一阵 / another in its place; the old one is good a while longer')
    .argument('<key>', '密钥编号 / id of the key')
    .option('--overlap-hours <n>', '旧的还能用几小时 / how long the old one is still good for', '24')
    .action(async (id: string, { overlapHours }: { overlapHours: string }, command: Command) => {
      const session = Session.of(command);
      const path = `/keys/${encodeURIComponent(id)}/rotation`;
      sayMade(session, await session.post<MadeKey>(path, { overlapHours: Number(overlapHours) }));
    });

const revokeCommand = (): Command =>
  new Command('revoke')
    .description('作废一把，立刻不能用 / revoke one: it opens nothing any more')
    .argument('<key>', '密钥编号 / id of the key')
    .action(async (id: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const revoked = await session.post<Key>(`/keys/${encodeURIComponent(id)}/revocation`, {});
      show(session.options, revoked, () => `${revoked.service} ${revoked.id} 已作废 / revoked`);
    });

const sayMade = (session: Session, made: MadeKey): void =>
  show(session.options, made, () => {
    const until = `${timeOf(made.expiresAt)} 前有效 / good until then`;
    return `${made.key}\n只显示这一次，请交给 / shown this once, for ${made.service}：Authorization: Bearer …；${made.id}，${until}`;
  });

const rowOf = ({ id, service, scopes, madeBy, expiresAt, seenAt, replacedBy, revokedAt }: Key) => ({
  编号: id,
  服务: service,
  权限: scopes.join(' '),
  发出人: madeBy,
  有效至: timeOf(expiresAt),
  最近使用: seenAt ? timeOf(seenAt) : '',
  更换为: replacedBy ?? '',
  作废: revokedAt ? timeOf(revokedAt) : '',
});
