import { expect, test } from '@jest/globals';
import { reportCommands } from './report.js';

const helpOf = (name: string): string =>
  reportCommands()
    .commands.find((one) => one.name() === name)
    ?.helpInformation() ?? '';

test.each(['lock', 'purchase', 'loading', 'handoff', 'close-pickup', 'disposal', 'settlement'])('%s may be as expected', (name) =>
  expect(helpOf(name)).toContain('--as-expected'),
);
test.each(['goods-events', 'diversion', 'disputes', 'voiding', 'cancellation', 'price-approval', 'allocation-approval', 'wrap-up'])(
  '%s says something: that nothing is otherwise is not offered',
  (name) => {
    expect(helpOf(name)).toContain('--reason');
    expect(helpOf(name)).not.toContain('--as-expected');
  },
);
