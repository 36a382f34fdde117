import { expect, test } from '@jest/globals';
import { keptIn } from './audit.js';

const head = { seq: 3, hash: 'ab' };
test('what `audit verify --json` has printed is compared, with whatever else stands in it', () => {
  const kept = Object.fromEntries(['members', 'orders', 'logistics'].map((service) => [service, { checked: 3, findings: [], head }]));
  expect(keptIn(JSON.stringify(kept)).members?.head).toEqual(head);
});

test.each(['{}', '[]', '5', 'null', '{"services":[]}', '{"members":{"head":{"seq":1,"hash":"ab"}}}', 'nothing'])(
  'anything else would say that all is well: %s',
  (text) => expect(() => keptIn(text)).toThrow('--against'),
);
