import { expect, test } from '@jest/globals';
import { DomainError } from '@jielong/kernel';
import type { LogisticsStepReport } from '@jielong/logistics-contract';
import fc from 'fast-check';
import type { Movement } from './book.js';
import { ledger } from './custody.js';
import { difference } from './difference.js';
import { outlookOf } from './goods.js';
import { tell } from './reports.js';
import type { RunSaid } from './said.js';
import { command, planned } from './spec/commands.js';
import { done } from './spec/done.js';
import { Stored, wrongIn } from './spec/stored.js';

interface Told {
  readonly run: RunSaid;
  readonly movements: readonly Movement[];
}
const attempt = (work: () => RunSaid): Told | DomainError => {
  try {
    const run = work();
    return { run, movements: ledger(run) };
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
};

/** The reports that count at the end, as if each had been the first of its step. A contest follows its handoff, a decision its contest. */
const standingReports = ({ trips, stops, points, notes, disposal }: RunSaid): LogisticsStepReport[][] =>
  [
    ...trips.flatMap(({ loading, diversion }) => [[loading], [diversion]]),
    ...stops.map(({ handoff, contest, decision }) => [handoff, contest, decision]),
    ...points.map(({ close }) => [close]),
    ...(notes ?? []).map((note) => [note]),
    [disposal],
  ].map((said) => said.flatMap((report) => (report ? [{ ...report, corrects: undefined }] : [])));

test('goods are never lost, doubled or owed: whatever is said, in any order, with skips, repeats, corrections and pickups', () => {
  const tally = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(
      planned,
      fc.array(command, { minLength: 1, maxLength: 10 }),
      fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
      (start, commands, dice) => {
        const stored = new Stored();
        const end = commands.reduce((run, it, n) => {
          const next = attempt(() => done(run, it, n));
          tally[next instanceof DomainError ? 'refused' : 'accepted'] += 1;
          if (next instanceof DomainError) return run;
          stored.append(next.movements);
          const wrong = wrongIn(next.run, stored);
          if (wrong.length) throw new Error(wrong.join('; '));
          return next.run;
        }, start);
        outlookOf(end); // what is to come can always be told
        const movements = ledger(end);
        if (difference(stored.standing, movements).length) throw new Error('what is stored is not what was said');

        const { trips, stops, points } = start;
        const silent = {
          ...end,
          trips,
          stops,
          points: points.map((it, i) => ({ ...it, handedOut: end.points[i]?.handedOut ?? {} })),
          notes: undefined,
          disposal: undefined,
        };
        const shuffled = standingReports(end)
          .map((reports, i) => ({ reports, rank: dice[i % dice.length] ?? 0 }))
          .sort((a, b) => a.rank - b.rank);
        const again = shuffled.flatMap(({ reports }) => reports).reduce<RunSaid>((run, report) => tell(run, report), silent);
        if (difference(movements, ledger(again)).length) throw new Error('the order of the reports makes a difference');
      },
    ),
    { numRuns: 10_000 },
  );
  expect(tally.accepted).toBeGreaterThan(tally.refused / 4);
});
