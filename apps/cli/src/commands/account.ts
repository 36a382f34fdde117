import { roleNames } from '@jielong/members-contract';
import { Argument, Command } from 'commander';
import { credentialOf, keep } from '../credentials.js';
import { Misuse } from '../failure.js';
import { show, table, timeOf } from '../output.js';
import { askSecret } from '../secret-prompt.js';
import { type Language, Session } from '../session.js';
import { join, signIn } from '../sign-in.js';

interface OpenSession {
  readonly id: string;
  readonly label: string;
  readonly channel: string;
  readonly seenAt: string;
  readonly expiresAt: string;
  readonly current: boolean;
}
interface Me {
  readonly community: string;
  readonly person: string;
  readonly grants: readonly { role: string; scope: Readonly<Record<string, string>> }[];
}

/** `jielong sign-in`, `sign-out`, `join`, `who`: who acts on this machine. */
export const accountCommands = (): Command[] => [signInCommand(), signOutCommand(), joinCommand(), whoCommand()];

function signInCommand(): Command {
  return new Command('sign-in')
    .description('登录；可以一次登录几个人（口令相同时） / sign in; several people at once where they share a passphrase')
    .addArgument(new Argument('[people...]', '<社区>/<编号>，默认 --actor / <community>/<code>; --actor where left out'))
    .action(async (people: string[], _options: object, command: Command) => {
      const { options } = Session.of(command);
      const secret = await askSecret('口令 / PIN or passphrase: ');
      for (const actor of people.length ? people : [options.actor]) {
        const { community, person, expiresAt } = await signIn({ ...options, actor }, secret);
        show(options, { community, person, expiresAt }, () => `${community}/${person} 已登录，到 / signed in until ${timeOf(expiresAt)}`);
      }
    });
}

function signOutCommand(): Command {
  return new Command('sign-out')
    .description('在这台机器上退出登录 / sign out on this machine')
    .action(async (_options: object, command: Command) => {
      const { options } = Session.of(command);
      const credential = credentialOf(options.url, options.actor);
      if (!credential) throw new Misuse(`${options.actor} 没有在这里登录 / is not signed in here`);
      const ended = await new Session(options).post('/sessions/current/end', {});
      keep(options.url, options.actor, undefined);
      show(options, ended, () => `${options.actor} 已退出 / signed out`);
    });
}

function joinCommand(): Command {
  return new Command('join')
    .description('用邀请链接设定口令并登录 / set a PIN or passphrase with an invitation, and sign in')
    .argument('<link>', '收到的链接 / the link that you were given')
    .action(async (link: string, _options: object, command: Command) => {
      const { options } = Session.of(command);
      const { community, person } = await join(options, invitationIn(link), await askSecret('新口令 / new PIN or passphrase: '));
      show(
        options,
        { community, person },
        () => `${community}/${person} 已登录；以后用 / signed in; from now on --actor ${community}/${person}`,
      );
    });
}

const invitationIn = (link: string): string => (URL.canParse(link) ? (new URL(link).searchParams.get('t') ?? link) : link);

function whoCommand(): Command {
  return new Command('who')
    .description('我是谁，能做什么 / who I am, and what I may act as')
    .action(async (_options: object, command: Command) => {
      const session = Session.of(command);
      const me = await session.get<Me>('/me');
      show(session.options, me, (lang) => {
        const rows = me.grants.map(({ role, scope }) => ({ 角色: nameOf(role, lang), 范围: Object.values(scope).join(' ') }));
        return `${me.community}/${me.person}\n${table(rows, lang)}`;
      });
    });
}

/** A service holds scopes, which have no other name. */
const nameOf = (role: string, lang: Language): string =>
  (lang === 'zh' ? (roleNames as Readonly<Record<string, string>>)[role] : undefined) ?? role;

/** `jielong session list|end`, for oneself or, as coordinator, for somebody else; `jielong invite`. */
export function sessionCommands(): Command {
  const session = new Command('session').description('登录着的地方 / where people are signed in');
  session
    .command('list')
    .description('列出 / list them')
    .option('--person <code>', '某人的（协调员） / of somebody, as coordinator')
    .action(async ({ person }: { person?: string }, command: Command) => {
      const asking = Session.of(command);
      const sessions = await asking.all<OpenSession>(person === undefined ? '/sessions' : `/people/${encodeURIComponent(person)}/sessions`);
      const rows = sessions.map(({ id, label, channel, seenAt, current }) => ({
        编号: `${id}${current ? ' *' : ''}`,
        设备: label,
        途径: channel,
        最近使用: timeOf(seenAt),
      }));
      show(asking.options, sessions, (lang) => table(rows, lang));
    });
  session
    .command('end')
    .description('结束一个登录；--person 让某人全部退出（丢了手机） / end one; with --person all of somebody’s: a lost phone')
    .argument('[session]', '登录的编号 / id of the session')
    .option('--person <code>', '某人（协调员） / somebody, as coordinator')
    .action(async (id: string | undefined, { person }: { person?: string }, command: Command) => {
      if ((id === undefined) === (person === undefined))
        throw new Misuse('给出登录的编号，或 --person 其中之一 / name a session, or --person');
      const asking = Session.of(command);
      const path =
        id === undefined ? `/people/${encodeURIComponent(person ?? '')}/sessions/end` : `/sessions/${encodeURIComponent(id)}/end`;
      const ended = await asking.post<{ ended: number }>(path, {});
      show(asking.options, ended, () => `结束了 ${ended.ended} 个 / ${ended.ended} ended`);
    });
  session
    .command('credential')
    .description(
      '打印自己的登录凭证，给别的程序用，不要给别人看 / print what opens one’s own session, for another program; show it to nobody',
    )
    .action((_options: object, command: Command) => {
      const { options } = Session.of(command);
      const credential = credentialOf(options.url, options.actor);
      if (!credential) throw new Misuse(`${options.actor} 没有在这里登录 / is not signed in here`);
      show(options, { token: credential.token }, () => credential.token);
    });
  return session;
}

export function inviteCommand(): Command {
  return new Command('invite')
    .description('给一个人登录用的一次性链接；忘了口令也用它 / a one-time link to sign in, also for whoever forgot theirs')
    .argument('<person>', '人员编号 / person code')
    .option('--hours <hours>', '多少小时内有效 / valid for so many hours', '72')
    .action(async (person: string, { hours }: { hours: string }, command: Command) => {
      const session = Session.of(command);
      const path = `/people/${encodeURIComponent(person)}/invitation`;
      const invited = await session.post<{ link: string; expiresAt: string }>(path, { hours: Number(hours) });
      show(
        session.options,
        invited,
        () => `${invited.link}\n到 / until ${timeOf(invited.expiresAt)}；只给 ${person} 本人 / for ${person} alone`,
      );
    });
}
