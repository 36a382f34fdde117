import { randomUUID } from 'node:crypto';
import type { LogisticsStep } from '@jielong/logistics-contract';
import type { OrdersStep } from '@jielong/orders-contract';
import type { Payload } from '@temporalio/common';

/** What a door is opened with, and what it is called in a failure. */
export interface Nonsense {
  readonly name: string;
  readonly payloads: readonly Payload[];
}
/** Ids that exist, but not here. */
export interface Elsewhere {
  readonly run: string;
  readonly at: string;
}

const encoded = (encoding: string, text: string): Payload => ({
  metadata: { encoding: Buffer.from(encoding) },
  data: Buffer.from(text),
});
const json = (value: unknown): Payload => encoded('json/plain', JSON.stringify(value));
/** Well formed for its sender at least. */
export const saying = (name: string, value: unknown): Nonsense => ({ name, payloads: [json(value)] });
const envelope = () => ({ reportId: `nonsense-${randomUUID()}`, enteredBy: 'S001', doneBy: 'S001', occurredAt: null, evidence: 'counted' });
const nested = (depth: number): unknown => (depth ? { in: nested(depth - 1) } : 'deep');
const hugeLength = 20_000;

/** Things that no step can be told, each a little different every time. */
export function nonsenseFor(step: string, { at, run }: Elsewhere): Nonsense[] {
  const said: Readonly<Record<string, unknown>> = {
    number: Math.random(),
    string: `${step} is done ${randomUUID()}`,
    'half a report': { reportId: randomUUID() },
    'a nameless report': { ...envelope(), enteredBy: undefined },
    'another step': { ...envelope(), step: step === 'lockOrders' ? 'approveSettlement' : 'lockOrders' },
    'a foreign field': { ...envelope(), run, community: 'other' },
    'a wrong evidence': { ...envelope(), evidence: 'guessed' },
    'half a portion': {
      ...envelope(),
      lines: [{ bundle: 'SC01', portions: 0.5 }],
      bought: { SC01: { portions: -1 } },
      left: { SC01: 1e21 },
    },
    'another run’s place': { ...envelope(), at, lines: [{ bundle: 'XX99', portions: 1 }], receipt: 7 },
    nested: { ...envelope(), lines: nested(300) },
    'what no database holds': { ...envelope(), [`\0${randomUUID()}`]: '\0' },
    huge: { ...envelope(), reason: `${randomUUID()}${'长'.repeat(hugeLength)}` },
  };
  return [
    ...Object.entries(said).map(([name, value]) => saying(`${step}: ${name}`, value)),
    { name: `${step}: nothing`, payloads: [] },
    { name: `${step}: json/protobuf`, payloads: [encoded('json/protobuf', '{"a":1}')] },
    { name: `${step}: broken json`, payloads: [encoded('json/plain', '{"reportId":')] },
  ];
}

const nothing = [{ bundle: 'XX99', portions: 1 }];
const person = { person: 'S001' };
const reason = 'nonsense';
/** By step, what is well formed and cannot be where a run has just been locked; steps that need a signature are refused for want of it. */
const contradictions: Readonly<Record<OrdersStep | LogisticsStep, (elsewhere: Elsewhere) => object>> = {
  lockOrders: () => ({}), // once more
  confirmPurchase: () => ({ bought: { XX99: { portions: 1 } }, receipt: { number: '1' } }),
  approveAllocation: () => ({ version: 99 }),
  approvePrice: () => ({ charge: 'paid', reason }),
  approveSettlement: () => ({}),
  voidRun: ({ run }) => ({ into: run, reason }),
  cancelRun: () => ({ corrects: `nonsense-${randomUUID()}`, reason }),
  confirmLoading: () => ({ lines: nothing }),
  confirmHandoff: () => ({ lines: nothing, handedOverBy: person, receivedBy: person }),
  contestHandoff: () => ({ lines: [{ bundle: 'SC01', portions: 1 }], countedBy: person, reason }),
  decideDispute: () => ({ counts: 'second', reason }),
  divertTrip: () => ({ to: 'supplier', reason }),
  noteGoods: () => ({ events: [{ what: 'damaged', at: 'supplier', ...nothing[0] }] }),
  closePickup: ({ at }) => ({ at }),
  wrapUp: () => ({ wrapUp: randomUUID() }),
  disposeRemainder: () => ({}),
};

/** As it is said by whoever may say it. */
export const contradictionOf = (step: OrdersStep | LogisticsStep, elsewhere: Elsewhere): object => ({
  ...envelope(),
  ...contradictions[step](elsewhere),
});
