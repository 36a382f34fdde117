import { parseArgs } from 'node:util';
import { Dice } from './dice.js';
import { Ground } from './ground.js';
import type { Outcome } from './lived-days.js';
import { scenarios } from './scenarios.js';

/** Does harm, a scenario after the other, each on a system of its own. Prints a table and, as its last line, one JSON object. */
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    runs: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
type Figures = Outcome & { readonly scenario: string; readonly seconds: number; readonly repeats: number; readonly losses: object };

const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const names = values.only ?? Object.keys(scenarios);
const unknown = names.filter((name) => !(name in scenarios));
if (unknown.length) throw new Error(`no scenario ${unknown.join(', ')}; there are ${Object.keys(scenarios).join(', ')}`);

const figures: Figures[] = [];
process.stderr.write(`seed ${seed}\n`);
for (const name of names) figures.push(await figuresOf(name));
print();
process.exitCode = figures.some(({ wrong }) => wrong.length) ? 1 : 0;

async function figuresOf(scenario: string): Promise<Figures> {
  const ground = await Ground.make();
  const began = performance.now();
  try {
    const expected = await ground.undisturbed();
    const settings = { ground, expected, dice: new Dice(seed), runs: number(values.runs), seconds: number(values.seconds) };
    const outcome = await (scenarios[scenario]?.(settings) ?? Promise.reject(new Error(scenario)));
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    return { scenario, ...outcome, seconds, repeats: ground.promised.repeats, losses: ground.system.losses };
  } finally {
    await ground.stop();
  }
}

function print(): void {
  if (!values.json) {
    const rows = figures.map(({ scenario, runs, harm, repeats, wrong, seconds }) => ({
      scenario,
      runs,
      harm,
      repeats,
      wrong: wrong.length,
      seconds,
    }));
    console.table(rows);
    for (const { scenario, wrong } of figures) for (const what of wrong.slice(0, 30)) process.stdout.write(`${scenario}: ${what}\n`);
  }
  process.stdout.write(`${JSON.stringify({ seed, figures })}\n`);
}
