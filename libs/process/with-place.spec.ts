import { expect, test } from '@jest/globals';
import type { Report } from '@jielong/kernel';
import { withPlace } from './with-place.js';

const report: Report = {
  ...{ reportId: 'report-0001', step: 'confirmHandoff', enteredBy: 'D001', doneBy: 'D001', channel: 'api' },
  ...{ occurredAt: null, evidence: 'counted' },
};

test.each([
  ['the only place is filled in, and that it was', undefined, 'stop-1', { at: 'stop-1', placed: true }],
  ['a place that is named stays, as it was said', 'stop-2', 'stop-1', { at: 'stop-2' }],
  ['where there are several none is filled in', undefined, undefined, {}],
])('%s', (_what, named, only, filledIn) => {
  expect(withPlace({ ...report, at: named }, only)).toEqual({ ...report, ...filledIn });
});
