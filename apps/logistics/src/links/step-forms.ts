import type { CountLine } from '@jielong/logistics-contract';
import type { CountedLine, Said, StepForm } from '@jielong/platform';
import { askClosing, askHandoff, askLoading, lineKey, readKey } from './asked.query.js';

const linesIn = ({ lines }: Said): object =>
  lines.length ? { lines: lines.map(({ key, counts }) => ({ ...readKey(key), ...counts })) } : {};

/** The counts of a report with lines that were made of a form. */
const countedIn =
  (names: readonly ('portions' | 'damaged' | 'missing')[]) =>
  (report: Readonly<Record<string, unknown>>): CountedLine[] =>
    ((report['lines'] ?? []) as CountLine[]).map((line) => ({
      key: lineKey(line.run ?? '', line.bundle),
      counts: Object.fromEntries(names.flatMap((name) => (line[name] === undefined ? [] : [[name, line[name]]]))),
    }));

/** Fewer were loaded than there are: the rest stays at the supplier for the next bus. */
export const loadingForm: StepForm = {
  ask: askLoading,
  fields: [{ kind: 'tick', name: 'departed', zh: '车已经开走', en: 'the bus has left' }],
  counts: [{ name: 'portions', zh: '实际装车', en: 'loaded' }],
  body: (said) => ({ ...linesIn(said), ...(said.fields['departed'] ? { departed: true } : {}) }),
  counted: countedIn(['portions']),
};

const me = { value: 'me', zh: '我本人', en: 'me' };
const driver = { value: 'driver', zh: '司机', en: 'the driver' };
const guard = { value: 'guard', zh: '门卫、物业', en: 'a guard' };
const clerk = { value: 'clerk', zh: '超市的人', en: 'a clerk of the shop' };
const other = { value: 'other', zh: '其他人', en: 'somebody else' };
const party = (value: string | undefined, person: string): object => (value === 'me' ? { person } : { role: value });

/** Damaged and missing by bundle; whatever is not named has come. */
export const handoffForm: StepForm = {
  ask: askHandoff,
  fields: [
    { kind: 'choice', name: 'handedOverBy', zh: '谁交出', en: 'handed over by', choices: [driver, me, clerk, other] },
    { kind: 'choice', name: 'receivedBy', zh: '谁接收', en: 'received by', choices: [me, guard, other] },
    {
      kind: 'choice',
      name: 'counted',
      zh: '怎么点数',
      en: 'counted by',
      choices: [
        { value: 'both', zh: '双方点数', en: 'both' },
        { value: 'one', zh: '一方点数', en: 'one side' },
        { value: 'unattended', zh: '放下就走，没人点', en: 'left unattended' },
      ],
    },
  ],
  counts: [
    { name: 'damaged', zh: '破损', en: 'damaged' },
    { name: 'missing', zh: '短少', en: 'missing' },
  ],
  body: (said, person) => ({
    ...linesIn(said),
    handedOverBy: party(said.fields['handedOverBy'], person),
    receivedBy: party(said.fields['receivedBy'], person),
    counted: said.fields['counted'],
  }),
  counted: countedIn(['damaged', 'missing']),
};

/** What is left is what the books say; whoever has counted something else reports it with an account. */
export const closingForm: StepForm = { ask: askClosing, fields: [], counts: [], body: () => ({}), counted: () => [] };
