import { describe, expect, test } from '@jest/globals';
import { isKeyScope, keyScopes } from './key-scopes.js';
import { permissions } from './permissions.js';

describe('a key', () => {
  test.each([
    ['decides nothing', ['step.approveAllocation', 'step.approvePrice', 'step.approveSettlement', 'step.decideDispute', 'step.divertTrip']],
    [
      'commits to and calls off nothing',
      ['step.lockOrders', 'step.voidRun', 'step.cancelRun', 'step.disposeRemainder', 'step.contestHandoff'],
    ],
    ['opens, puts off and moves no run', ['supply-runs.open', 'supply-runs.schedule', 'supply-runs.move', 'orders.move']],
    ['plans no purchase and no bus', ['purchases.plan', 'trips.plan']],
    ['lets no money out', ['payments.reverse', 'payments.pay-out', 'payments.waive', 'settlements.supplement']],
    ['takes back nothing that was handed out', ['pickups.correct', 'step.wrapUp', 'wrap-ups.write']],
    ['lets nobody in', ['accounts.invite', 'sessions.end', 'keys.read', 'keys.write', 'steps.snooze']],
    ['has no session', ['sessions.own']],
    ['makes nobody anything', ['organisation.write', 'organisation.import', 'households.write', 'policies.write']],
    ['reads nothing that neighbours have written, with names and telephones', ['sign-ups.read']],
    ['shows nobody in full', ['people.read', 'households.reveal', 'people.reveal', 'reveals.read', 'organisation.export']],
    ['starts nothing again', ['processes.resume']],
  ])('%s', (_, scopes) => {
    expect(scopes.filter((scope) => !Object.hasOwn(permissions, scope))).toEqual([]);
    expect(scopes.filter(isKeyScope)).toEqual([]);
  });

  test.each(['orders.place', 'orders.read', 'payments.record', 'pickups.record', 'step.confirmLoading'])('may hold %s', (scope) =>
    expect(isKeyScope(scope)).toBe(true),
  );

  test('holds nothing that the table does not have, and nothing twice', () => {
    expect(keyScopes.filter((scope) => !Object.hasOwn(permissions, scope))).toEqual([]);
    expect(new Set(keyScopes).size).toBe(keyScopes.length);
    expect(['constructor', '', 'permission:orders.read'].filter(isKeyScope)).toEqual([]);
  });
});
