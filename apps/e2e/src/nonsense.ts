import { randomUUID } from 'node:crypto';
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
const envelope = () => ({ reportId: `nonsense-${randomUUID()}`, enteredBy: 'S001', doneBy: 'S001', occurredAt: null, evidence: 'counted' });
const nested = (depth: number): unknown => (depth ? { in: nested(depth - 1) } : 'deep');
const hugeLength = 20_000;

/** A dozen things that no step can be told, each a little different every time. */
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
    huge: { ...envelope(), reason: `${randomUUID()}${'长'.repeat(hugeLength)}` },
  };
  return [
    ...Object.entries(said).map(([name, value]) => ({ name: `${step}: ${name}`, payloads: [json(value)] })),
    { name: `${step}: nothing`, payloads: [] },
    { name: `${step}: json/protobuf`, payloads: [encoded('json/protobuf', '{"a":1}')] },
    { name: `${step}: broken json`, payloads: [encoded('json/plain', '{"reportId":')] },
  ];
}
