import { expect, test } from '@jest/globals';
import { availabilityColumn } from './availability.js';
import { limitsIn, timesOf } from './condition.js';

const read = (cell: string) => {
  const reading = availabilityColumn('可用时段').read(cell);
  return 'value' in reading ? reading.value : [];
};

test.each([
  ['全天', '', 'morning afternoon evening'],
  ['白天', '', 'morning afternoon'],
  ['下午和晚上', '', 'afternoon evening'],
  ['上午', '', 'morning'],
  ['周末全天，平日晚上', '', 'evening'],
  ['周末全天', '', ''],
  ['', '', ''],
  ['全天', '只能晚上', 'evening'],
  ['全天', '家有幼儿，只能上午', 'morning'],
  ['白天', '只能晚上', ''],
  ['全天', '隔离期满三日内不排班', ''],
  ['全天', '哮喘，不进电梯井道', 'morning afternoon evening'],
])('%s with the limit "%s" is free at: %s', (availability, limits, times) =>
  expect(timesOf(read(availability), limitsIn(limits)).join(' ')).toBe(times),
);

test.each([
  ['腰伤，不能搬重物', false],
  ['不宜负重', false],
  ['哮喘，不进电梯井道', true],
  ['', true],
])('%s: may carry is %s', (text, mayCarry) => expect(limitsIn(text).mayCarry).toBe(mayCarry));
