import { countsOf } from '../counts.js';
import { Misuse } from '../failure.js';

/** What was written on the command line. */
export interface Given {
  readonly [option: string]: unknown;
  /** The code of whoever enters the report. */
  readonly actor: string;
  readonly asExpected?: boolean;
  readonly reportId?: string;
  readonly doneBy?: string;
  readonly occurredAt?: string;
  readonly evidence?: string;
  readonly corrects?: string;
  readonly reason?: string;
}
export const list = (given: Given, name: string): string[] | undefined => {
  const value = given[name];
  return Array.isArray(value) ? value.map(String) : undefined;
};
/** `SC01`, or `SC01:<run>` where several runs have it on a bus. */
function bundleOf(text: string): { bundle: string; run?: string } {
  const [bundle = '', run] = text.split(':');
  return { bundle, ...(run ? { run } : {}) };
}

export function linesOf(given: Given): object {
  const kinds = ['portions', 'missing', 'damaged', 'surplus'] as const;
  const counts = kinds.map((kind) => [kind, countsOf(list(given, kind), `--${kind}`)] as const);
  const bundles = [...new Set(counts.flatMap(([, count]) => Object.keys(count)))];
  const lines = bundles.map((bundle) => ({
    ...bundleOf(bundle),
    ...Object.fromEntries(counts.flatMap(([kind, count]) => (count[bundle] === undefined ? [] : [[kind, count[bundle]]]))),
  }));
  return lines.length ? { lines } : {};
}

/** `D001`, or the role of somebody outside: `driver`. */
export const partyOf = (text: unknown, fallback: object): object => {
  if (typeof text !== 'string') return fallback;
  return ['driver', 'guard', 'clerk', 'other'].includes(text) ? { role: text } : { person: text };
};

/** `SC01=44@2900`: 44 portions at 29.00 yuan; `SC01=44@=131250`: 44 portions for 1,312.50 yuan together. */
export function boughtOf(given: Given): object {
  const pairs = (list(given, 'bought') ?? []).map((text) => {
    const match = /^([^=]+)=(\d+)(?:@(=?)(\d+))?$/.exec(text);
    const [, bundle, portions, all, price] = match ?? [];
    if (!bundle || !portions)
      throw new Misuse(
        '--bought: 写成 SC01=44、SC01=44@2900（每份分）或 SC01=44@=131250（合计分） / write SC01=44, SC01=44@2900 (fen each) or SC01=44@=131250 (fen together)',
      );
    return [bundle, { portions: Number(portions), ...(price ? { [all ? 'totalFen' : 'priceFen']: Number(price) } : {}) }] as const;
  });
  return pairs.length ? { bought: Object.fromEntries(pairs) } : {};
}

/** `SC01:<run>=20`: 20 of them are for that run. */
export function sharesOf(given: Given): object {
  const shares: Record<string, Record<string, number>> = {};
  for (const text of list(given, 'share') ?? []) {
    const [, bundle, run, portions] = /^([^:=]+):([0-9a-f-]{36})=(\d+)$/i.exec(text) ?? [];
    if (!bundle || !run || !portions) throw new Misuse('--share: 写成 SC01:批次=20 / write SC01:RUN=20');
    shares[bundle] = { ...shares[bundle], [run]: Number(portions) };
  }
  return Object.keys(shares).length ? { shares } : {};
}

export function dispositionOf(text: string): object {
  const match = /^(left|damaged|missing):([^=]+)=(\d+)>(returned|written-off|carried-out)$/.exec(text);
  const [, place, bundle, portions, to] = match ?? [];
  if (!match) throw new Misuse("--rest: 写成 'left:SC01=2>returned' / write 'left:SC01=2>returned'");
  return { place, bundle, portions: Number(portions), to };
}

/** What cannot be taken back is not done without a reason. */
export function because({ reason }: Given): object {
  if (!reason) throw new Misuse('写 --reason 原因 / give a reason');
  return {};
}

export const stopOf = (given: Given): object => (given['stop'] ? { at: given['stop'] } : {});

export function countedIn(given: Given): unknown {
  const said = linesOf(given);
  if ('lines' in said) return said.lines;
  throw new Misuse('写 --counts first 或 second，或写实点份数 / give --counts, or what was counted');
}

/** `passed-on:SC01=2@bus>RUN@pickup-point`: to that run, where it comes to. */
function passedOnOf(text: string): object | undefined {
  const place = '(supplier|bus|pickup-point)(?::([0-9a-f-]{36}))?';
  const [, bundle, portions, at, ref, run, toAt, toRef] =
    new RegExp(`^passed-on:([^=]+)=(\\d+)@${place}>([0-9a-f-]{36})@${place}$`, 'i').exec(text) ?? [];
  if (!bundle) return undefined;
  const to = { run, at: toAt, ...(toRef ? { ref: toRef } : {}) };
  return { what: 'passed-on', bundle, portions: Number(portions), at, ...(ref ? { ref } : {}), to };
}

/**
 * `damaged:SC01=1@pickup-point`, with `:<id>` after the place where there are several; `>SC02=10` for what was made of it, `><id>` for the
 * point to which it was moved.
 */
export function eventOf(text: string): object {
  const passedOn = passedOnOf(text);
  if (passedOn) return passedOn;
  const match =
    /^(missing|damaged|donated|sorted|moved):([^=]+)=(\d+)@(supplier|bus|pickup-point)(?::([^>]+))?(?:>([^=]+)(?:=(\d+))?)?$/.exec(text);
  const [, what, bundle, portions, at, ref, made, number] = match ?? [];
  const isWhole = { sorted: made !== undefined && number !== undefined, moved: made !== undefined && number === undefined }[String(what)];
  if (!match || !(isWhole ?? made === undefined))
    throw new Misuse(
      "--event: 写成 damaged:SC01=1@bus、'sorted:DC01=2@supplier>SC01=20'、'moved:SC01=4@pickup-point:<从>><到>' 或 'passed-on:SC01=2@bus><批次>@pickup-point' / write it like these",
    );
  const into = what === 'sorted' ? { into: { bundle: made, portions: Number(number) } } : what === 'moved' ? { to: made } : {};
  return { what, bundle, portions: Number(portions), at, ...(ref ? { ref } : {}), ...into };
}
