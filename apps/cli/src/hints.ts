import { logisticsSteps } from '@jielong/logistics-contract';
import { ordersSteps } from '@jielong/orders-contract';
import type { Command } from 'commander';
import type { ProblemBody } from './failure.js';

/** Options that say what the API calls otherwise; a word that is written alike, `goOn` and `--go-on`, needs no row. */
const optionsFor: Readonly<Record<string, readonly string[]>> = {
  at: ['--stop', '--point'],
  ref: ['--event'],
  events: ['--event'],
  'to.run': ['--event'],
  run: ['--portions'],
  shares: ['--share'],
  stops: ['--stop'],
  items: ['--item'],
  substitutes: ['--substitute'],
  buildings: ['--building'],
  bundles: ['--bundle'],
  cutOffAt: ['--cut-off'],
  serviceDate: ['--date'],
  minimumPortions: ['--minimum'],
  amountFen: ['--fen'],
  handedOverBy: ['--from'],
  receivedBy: ['--to'],
  deliveredTo: ['--to'],
  counted: ['--counting'],
  householdId: ['--household', '--order'],
  orderId: ['--order'],
  forHousehold: ['--household'],
  paidBy: ['--household'],
  noneBecause: ['--without-receipt'],
  skills: ['--skill'],
  homeCompound: ['--home'],
  homeBuilding: ['--home'],
  compounds: ['--compound'],
  gates: ['--gate'],
  purposes: ['--purpose'],
};
/** How an option says it, where its name alone does not show it. */
const writing: Readonly<Record<string, string>> = {
  'ref --event': '--event damaged:SC01=1@pickup-point:<ref>',
  'to.run --event': '--event passed-on:SC01=2@bus><run>@pickup-point',
  'run --portions': '--portions SC01:<run>=2',
  'shares --share': '--share SC01:<run>=20',
};

/** Commands that do what an operation does, or what a word for it stands for. */
const commandsFor: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...Object.values(ordersSteps), ...Object.values(logisticsSteps)].map(({ path }) => [path, `report ${path} <run>`]),
  ),
  'close-ordering': 'run close-ordering <run>',
  'wrap-up': 'run wrap-up <run>',
  'wrap-ups': 'run wrap-up <run>',
  'GET /api/bundles': 'bundle list',
  'GET /api/groups': 'group list',
  'GET /api/people': 'person list',
  'GET /api/shifts': 'shift list',
  'GET /api/shifts/{id}': 'shift show <shift>',
  'GET /api/steps': 'step list',
  'GET /api/steps/<service>/links?process=': 'step links <process> <step>',
  'GET /api/supply-runs': 'run list',
  'GET /api/supply-runs/{id}/conflicts': 'pickup conflicts --run <run>',
  'GET /api/supply-runs/{id}/orders': 'order list --run <run>',
  'GET /api/supply-runs/{id}/payments': 'money payments <run>',
  'GET /api/purchases?run=': 'purchase list --run <run>',
  'PATCH /api/orders/{id}': 'order change <order>',
  'POST /api/people': 'person add <person>',
  'POST /api/people/{code}/move': 'person move <person>',
  'POST /api/trips': 'trip plan --run <run> --stop <run>@<point>',
};

/** What the words of a refusal are on the command line: the API quotes its own in the English text, and names them in paths. */
export function hintsOf({ text, errors = [] }: ProblemBody, command: Command): string[] {
  const quoted = [text?.en ?? '', ...errors.map(({ message }) => message.en)].flatMap((en) =>
    [...en.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
  );
  const named = errors.flatMap(({ path = '' }) => path.split('.'));
  return [...new Set([...quoted, ...named])].flatMap((word) => {
    const said = optionIn(command, word) ?? commandFor(word) ?? argumentIn(command, word);
    return said === undefined || said === word ? [] : [`${word} → ${said}`];
  });
}

function optionIn({ options }: Command, word: string): string | undefined {
  const alike = `--${word.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const option = [alike, ...(optionsFor[word] ?? [])].find((long) => options.some((one) => one.long === long));
  return option && (writing[`${word} ${option}`] ?? option);
}

const commandFor = (word: string): string | undefined => (commandsFor[word] ? `jielong ${commandsFor[word]}` : undefined);

/** What a command is about stands first: the run, the order, or where a step is done. */
const argumentIn = ({ registeredArguments: [first] }: Command, word: string): string | undefined =>
  first && ['id', 'at'].includes(word) ? `<${first.name()}>` : undefined;
