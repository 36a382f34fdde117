import { DomainError, type Text } from '@jielong/kernel';
import type { GoodsEvent, LogisticsStepReport } from '@jielong/logistics-contract';
import type { Choice } from './choices.js';
import { noDispute, type ReportProblem, type ReportProblemCode } from './report-problems.js';

const placeCodes: Readonly<Partial<Record<LogisticsStepReport['step'], ReportProblemCode>>> = {
  confirmLoading: 'unknown-trip',
  divertTrip: 'unknown-trip',
  confirmHandoff: 'unknown-stop',
  contestHandoff: 'unknown-stop',
  decideDispute: 'unknown-stop',
};
/** What is chosen among, as people call it; nothing where nobody has named it. */
const namesOf = (places: readonly Choice[]): string => places.flatMap(({ name }) => name ?? []).join('、');
const severalPlaces = (places: readonly Choice[]): Text => {
  const names = namesOf(places);
  return {
    zh: `有几处${names && `（${names}）`}，请用 at 说明是哪一处。`,
    en: `There are several${names && ` (${names})`}: say which one in \`at\`.`,
  };
};
const noPlaceYet: Text = {
  zh: '本批次还没有这样的地方可以登记。请等到锁单、派车以后。',
  en: 'The run has no such place yet: wait until its orders are locked and a trip is planned.',
};
export const unknownPlace = ({ step, at }: LogisticsStepReport, places: readonly Choice[]): ReportProblem => {
  if (step === 'decideDispute' && at === undefined && !places.length) return noDispute();
  const code = placeCodes[step] ?? 'unknown-point';
  const text =
    at === undefined
      ? places.length
        ? severalPlaces(places)
        : noPlaceYet
      : { zh: `这里没有 ${at}，请核对 at。`, en: `There is no ${at} here: check \`at\`.` };
  return new DomainError('invalid', code, text, { step, at, places });
};
/** Of which bundle something is said, and where. */
export type Whereabouts = Pick<GoodsEvent, 'at' | 'ref' | 'bundle'>;
export const whichPlace = ({ at, ref, bundle }: Whereabouts, places: readonly Choice[]): ReportProblem =>
  new DomainError(
    'invalid',
    'which-place',
    {
      zh: `${bundle}：这样的地方（${at}）有几处，请用 ref 说明是哪一处。`,
      en: `${bundle}: there are several (${at}). Say which one in \`ref\`.`,
    },
    { at, ref, bundle, places },
  );
export const noSuchPlace = ({ at, bundle }: Whereabouts, ref: string | undefined, places: readonly Choice[]): ReportProblem =>
  new DomainError(
    'invalid',
    'unknown-place',
    {
      zh: `${bundle}：本批次没有这个地方（${at} ${ref ?? ''}），请核对。`,
      en: `${bundle}: the run has no such place (${at} ${ref ?? ''}). Check it.`,
    },
    { at, ref, bundle, places },
  );
export const movesNowhere = (bundle: string, to: string): ReportProblem =>
  new DomainError(
    'invalid',
    'moves-nowhere',
    {
      zh: `${bundle}：搬去的就是原来的自提点，没有搬动。请核对 ref（从哪里）和 to（到哪里）。`,
      en: `${bundle}: it would be moved to the point where it is. Check \`ref\` (from where) and \`to\` (to where).`,
    },
    { bundle, to },
  );
export const whichPoint = (places: readonly Choice[]): ReportProblem =>
  new DomainError(
    'invalid',
    'which-place',
    {
      zh: '有几个自提点，left 无法说明是哪一处；请先分别结束取货（close-pickup）并写 left。',
      en: 'There are several pickup points: close each with its own `left` first (`close-pickup`).',
    },
    { places },
  );
