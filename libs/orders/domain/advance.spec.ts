import { describe, expect, test } from '@jest/globals';
import { checkAdvance } from './advance.js';

const said = (channel: 'service' | 'api', paidFrom?: 'supplier' | 'advance') => ({ channel, paidFrom });

describe('an advance', () => {
  test.each([
    [said('service', 'advance'), null],
    [said('service', 'supplier'), 'advance'],
    [said('service'), 'advance'],
  ] as const)('is neither made nor taken back by a service: %j after %j', (report, before) =>
    expect(() => checkAdvance(report, before)).toThrow(expect.objectContaining({ code: 'advance-needs-person', kind: 'forbidden' })),
  );

  test.each([
    [said('service'), null],
    [said('service', 'supplier'), 'supplier'],
    [said('api', 'advance'), null],
    [said('api', 'supplier'), 'advance'],
  ] as const)('is a person’s to say, and a service says the rest: %j after %j', (report, before) =>
    expect(() => checkAdvance(report, before)).not.toThrow(),
  );
});
