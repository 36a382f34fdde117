import { DomainError } from '@jielong/kernel';
import type { Place, PlaceKind } from '@jielong/logistics-contract';

/** Where the books would go below nothing, and what has been said of that place. */
export interface Shortfall {
  readonly bundle: string;
  readonly place: Place;
  readonly short: number;
  readonly reports: readonly string[];
  readonly handedOut: number;
}

/** The refusal of what the books cannot give. */
export function moreThanHeld(shortfall: Shortfall): DomainError<'more-than-held'> {
  const { bundle, place: at, short, handedOut } = shortfall;
  const reports = shortfall.reports.filter((id) => id !== '');
  const more = hints(at, handedOut);
  const [zh, en] = reports.length ? [`（登记 ${reports.join('、')}）`, ` (reports ${reports.join(', ')})`] : ['', ''];
  const or = reports.length ? { zh: '，或更正其中一条登记', en: ', or correct one of them' } : { zh: '', en: '' };
  return new DomainError(
    'conflict',
    'more-than-held',
    {
      zh: `${bundle}：${wordOf[at.kind] ?? at.kind}少 ${short} 份，与已登记的数量矛盾${zh}。请核对数量${or.zh}。${more.zh}`,
      en: `${bundle}: ${at.kind} would hold ${short} portions less than none${en}. Count again${or.en}.${more.en}`,
    },
    { ...shortfall, reports },
  );
}

const isShortfall = (details: object): details is Shortfall => 'short' in details && 'reports' in details;

/** The same refusal for whoever made a report: their own, which is not written, is no report that could be corrected. */
export function refusedTo(error: unknown, reportId: string): unknown {
  if (!(error instanceof DomainError) || !isShortfall(error.details)) return error;
  return moreThanHeld({ ...error.details, reports: error.details.reports.filter((id) => id !== reportId) });
}

/** What households have got already stands in the way too; and a surplus is said, never guessed. */
function hints({ kind }: Place, taken: number): { zh: string; en: string } {
  if (kind === 'pickup-point') return taken ? { zh: `已领走 ${taken} 份。`, en: ` ${taken} are handed out.` } : { zh: '', en: '' };
  if (kind !== 'supplier' && kind !== 'bus') return { zh: '', en: '' };
  return {
    zh: '若确实多出，请在这一行写 surplus（多货份数）。',
    en: ' If there really were more, say how many in `surplus` of that line.',
  };
}

const wordOf: Partial<Record<PlaceKind, string>> = {
  supplier: '超市',
  bus: '车上',
  'pickup-point': '自提点',
  damaged: '破损',
  missing: '短少',
};
