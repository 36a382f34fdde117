import { expect, test } from '@jest/globals';
import { logisticsSteps } from '@jielong/logistics-contract';
import { isKeyScope } from '@jielong/members-contract';
import { ordersSteps } from '@jielong/orders-contract';

test('no key reports a step that a person has to sign', () => {
  const signed = [...Object.values(ordersSteps), ...Object.values(logisticsSteps)].filter(({ needsSignature }) => needsSignature);
  expect(signed.length).toBeGreaterThan(5);
  expect(signed.filter(({ permission }) => isKeyScope(permission))).toEqual([]);
});
