import { householdFlags } from '@jielong/members-contract';
import { Argument, Command, Option } from 'commander';
import { Misuse } from '../failure.js';
import { show } from '../output.js';
import { Session } from '../session.js';

interface Options {
  readonly none?: boolean;
  readonly asListed?: boolean;
}

/** `jielong household flags <household> isolated:2026-12-05 disabled`: the one adds until its day, the other is what lasts. */
export const flagsCommand = (): Command =>
  new Command('flags')
    .description(
      `设定一户的情况，可写到哪一天为止（${householdFlags.join('、')}）：有期限的加在原有的之上，过后恢复原样；没有期限的代替原有的 / set the flags of a household: one with a last day adds to what holds otherwise, those without take its place`,
    )
    .argument('<household>')
    .addArgument(new Argument('[flag[:day]...]', '例如 isolated:2026-12-05 / such as isolated:2026-12-05'))
    .addOption(new Option('--none', '没有任何情况 / none at all').conflicts('asListed'))
    .option('--as-listed', '按住户表 / as the list says')
    .action(async (id: string, given: readonly string[], options: Options, command: Command) => {
      const session = Session.of(command);
      const flags = wanted(given, options);
      const household = await session.patch(`/households/${id}`, { flags });
      show(session.options, household, () => '已设定 / set');
    });

function wanted(given: readonly string[], { none = false, asListed = false }: Options): readonly object[] | null {
  if (given.length > 0 === (none || asListed))
    throw new Misuse('写出情况，或 --none，或 --as-listed，只写一样 / name flags, or --none, or --as-listed: one of them');
  return asListed ? null : given.map(flagIn);
}

function flagIn(text: string): { readonly flag: string; readonly until: string | null } {
  const [flag = '', until = null, ...more] = text.split(':');
  if (!householdFlags.some((known) => known === flag) || more.length > 0 || (until !== null && !/^\d{4}-\d\d-\d\d$/.test(until)))
    throw new Misuse(`${text}: 写成 ${householdFlags.join('、')}，可加 :日期 / write a flag, with :YYYY-MM-DD if it ends`);
  return { flag, until };
}
