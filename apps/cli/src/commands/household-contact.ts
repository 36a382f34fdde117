import { Command } from 'commander';
import { Misuse } from '../failure.js';
import { show, table } from '../output.js';
import { Session } from '../session.js';
import { householdAt } from './household-at.js';

interface Contact {
  readonly surname: string;
  readonly phoneTail: string;
  readonly call: string | null;
}

/** `jielong household contact 3-2-501 --compound LT` */
export const contactCommand = (): Command =>
  new Command('contact')
    .description(
      '东西正等你发放或送达的一户：姓、电话尾号、拨号链接，不用写原因 / of a household to which you hand over something now: surname, last digits and a link to dial, without a reason',
    )
    .argument('<household>', '户的编号，或房号（配 --compound） / its id, or its room with --compound')
    .option('--compound <code>', '小区 / compound')
    .action(async (named: string, { compound }: { compound?: string }, command: Command) => {
      const session = Session.of(command);
      const contact = await session.read<Contact>(`/households/${await idOf(session, named, compound)}/contact`, {});
      show(session.options, contact, (lang) => table([{ 姓: contact.surname, 尾号: contact.phoneTail, 拨号: contact.call ?? '' }], lang));
    });

async function idOf(session: Session, named: string, compound: string | undefined): Promise<string> {
  if (/^[\da-f-]{36}$/i.test(named)) return named;
  if (compound === undefined) throw new Misuse('按房号找要写 --compound / a room needs --compound');
  return householdAt(session, compound, named, { zh: '请写户的编号', en: 'give its id' });
}
