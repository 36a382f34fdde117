import { availabilities, genders } from '@jielong/members-contract';
import { type Command, Option } from 'commander';
import { collect, wholeNumber } from '../counts.js';
import { textOf } from '../files.js';

/** What the options of a command say of a person. */
export interface Particulars {
  readonly contact?: string;
  readonly category?: string;
  readonly gender?: string;
  readonly age?: number;
  readonly employer?: string;
  readonly home?: string;
  readonly skill?: string[];
  readonly limits?: string;
  readonly availability?: string[];
  readonly remark?: string;
}

/** The options that say who somebody is and what may be asked of them. */
export const withParticulars = (command: Command): Command =>
  command
    .option(
      '--contact <file>',
      '第一行姓名，第二行手机；- 是标准输入，不会留在命令历史里 / name, and telephone in a second line; - is standard input, which no shell history keeps',
    )
    .option('--category <text>', '类别，如 报到党员 / the category')
    .addOption(new Option('--gender <gender>', '性别 / the gender').choices(genders))
    .option('--age <years>', '年龄 / the age', wholeNumber)
    .option('--employer <text>', '工作单位 / the employer')
    .option('--home <compound-building>', '居住小区代码和楼栋，如 LT-7 / where the person lives, such as LT-7')
    .option('--skill <text>', '技能与条件，可重复 / a skill, repeatable', collect)
    .option('--limits <text>', '限制 / what must not be asked for')
    .addOption(
      new Option('--availability <time>', '可用时段，可重复 / a time, repeatable')
        .argParser(collect)
        .default(undefined, availabilities.join(' ')),
    )
    .option('--remark <text>', '备注 / a remark');

/** The same as the API takes it. */
export async function particularsIn({ contact, home, skill, ...said }: Particulars): Promise<Record<string, unknown>> {
  return { ...said, ...(await contactIn(contact)), ...homeIn(home), ...(skill ? { skills: skill } : {}) };
}

/** Who somebody is, and how to reach them, is no argument: those are kept in the history of a shell and shown to whoever lists processes. */
async function contactIn(file: string | undefined): Promise<{ name?: string; phone?: string }> {
  if (file === undefined) return {};
  const [name = '', phone] = (await textOf(file)).trimEnd().split('\n');
  return { name: name.trim(), ...(phone === undefined ? {} : { phone: phone.trim() }) };
}

function homeIn(home: string | undefined): { homeCompound?: string; homeBuilding?: string } {
  const [homeCompound, homeBuilding] = home?.split('-') ?? [];
  return { ...(homeCompound ? { homeCompound } : {}), ...(homeBuilding ? { homeBuilding } : {}) };
}
