import { Command } from 'commander';
import { show, table } from '../output.js';
import { type Language, Session } from '../session.js';

interface Custody {
  readonly balances: readonly {
    bundle: string;
    place: { kind: string; ref: string; name?: string };
    custodian?: string | null;
    portions: number;
  }[];
  readonly balanced: boolean;
}
/** `jielong custody RUN`: who holds which portions. */
export function custodyCommand(): Command {
  return new Command('custody')
    .description('货在谁手里 / who holds which portions')
    .argument('<run>', '批次 / the run')
    .action(async (run: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const custody = await session.get<Custody>(`/supply-runs/${run}/custody`);
      show(session.options, custody, (lang) =>
        table(
          custody.balances.map(({ bundle, place, custodian, portions }) => ({
            套餐: bundle,
            地点: placeIn(place, lang),
            保管人: custodian,
            份数: portions,
          })),
          lang,
        ),
      );
    });
}

/** Suppliers and pickup points have names of their own; of the others the API says the kind, in Chinese. */
const placeIn = ({ kind, name }: Custody['balances'][number]['place'], lang: Language): string =>
  lang === 'zh' || ['supplier', 'pickup-point'].includes(kind) ? (name ?? kind) : kind;
