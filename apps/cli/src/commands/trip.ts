import { Command } from 'commander';
import { collect } from '../counts.js';
import { Misuse } from '../failure.js';
import { show, table, timeOf } from '../output.js';
import { type Language, Session } from '../session.js';
import { idIn } from './report.js';

interface Stop {
  readonly id: string;
  readonly run: string;
  readonly name: string;
  readonly gate: string;
  readonly state: string;
  readonly planned: Readonly<Record<string, number>>;
}
interface Trip {
  readonly id: string;
  readonly state: string;
  readonly team: string | null;
  readonly vehicle: string | null;
  readonly crew: readonly string[];
  readonly plannedAt: string;
  readonly departedAt: string | null;
  readonly endedAt: string | null;
  readonly runs: readonly string[];
  readonly stops: readonly Stop[];
}
interface PlanOptions {
  readonly run: readonly string[];
  readonly stop?: readonly string[];
  readonly team?: string;
  readonly vehicle?: string;
  readonly crew?: readonly string[];
}

/** `jielong trip plan --run … --run …`, `jielong trip list --run …`, `jielong trip show TRIP`. */
export function tripCommands(): Command {
  const trip = new Command('trip').description('车次 / trips');
  trip.addCommand(planCommand());
  trip
    .command('list')
    .description('一个批次的车次 / trips of a run')
    .requiredOption('--run <run>', '批次 / the run')
    .action(async ({ run }: { run: string }, command: Command) => {
      const session = Session.of(command);
      const trips = await session.all<Trip>('/trips', { run });
      show(session.options, trips, (lang) => table(trips.map(rowOf), lang));
    });
  trip
    .command('show <trip>')
    .description('一个车次：停靠点与份数 / a trip: its stops, and what each is to get')
    .action(async (id: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const one = await session.get<Trip>(`/trips/${idIn(id)}`);
      show(session.options, one, (lang) => pageOf(one, lang));
    });
  return trip;
}

const planCommand = (): Command =>
  new Command('plan')
    .description(
      '派车：第二辆车、接替抛锚的车，或几个批次同一辆车 / send a bus: a second one, one for another that broke down, or one for several runs',
    )
    .requiredOption('--run <run>', '批次，可写几个 / a run, repeatable', collect)
    .option(
      '--stop <run@point>',
      '停靠点，按行车顺序，可重复；只有一个批次时写自提点即可；不写：还没有车次的自提点 / a stop, in the order of the road, repeatable; the point alone where there is one run; left out: every point that no trip serves yet',
      collect,
    )
    .option('--team <name>', '保障队 / the supply team')
    .option('--vehicle <name>', '车号或车名，不写个人信息 / the bus, by number or name; nothing personal')
    .option('--crew <code>', '随车人员编号，可重复 / who goes with it, repeatable', collect)
    .action(async ({ run, stop, ...bus }: PlanOptions, command: Command) => {
      const session = Session.of(command);
      const planned = await session.post<Trip>('/trips', {
        runs: run,
        ...(stop ? { stops: stop.map((text) => stopIn(text, run)) } : {}),
        ...bus,
      });
      show(session.options, planned, () => `已派车 / planned: ${planned.id}（${planned.stops.length} 个停靠点 / stops）`);
    });

/** `<run>@<point>`, or the point alone. */
function stopIn(text: string, [only = '', ...others]: readonly string[]): { run: string; point: string } {
  const [point = '', run, ...rest] = text.split('@').reverse();
  if (!point || run === '' || rest.length || (run === undefined && others.length))
    throw new Misuse(`--stop ${text}: 写成 批次@自提点 / write RUN@POINT`);
  return { run: run ?? only, point };
}

const rowOf = ({ id, vehicle, team, state, runs, stops, plannedAt }: Trip) => ({
  车次: id,
  车辆: vehicle,
  保障队: team,
  状态: state,
  批次数: runs.length,
  停靠点: stops.map(({ name }) => name).join('、'),
  时间: timeOf(plannedAt),
});

const pageOf = (trip: Trip, lang: Language): string =>
  [
    [trip.vehicle, trip.team, trip.state, trip.crew.join(' ')].filter(Boolean).join('  '),
    [
      `派车 / planned ${timeOf(trip.plannedAt)}`,
      trip.departedAt && `发车 / left ${timeOf(trip.departedAt)}`,
      trip.endedAt && `结束 / over ${timeOf(trip.endedAt)}`,
    ]
      .filter(Boolean)
      .join('  '),
    table(
      trip.stops.map(({ id, run, name, gate, state, planned }) => ({
        停靠点: id,
        批次: run,
        自提点: `${name}（${gate}）`,
        状态: state,
        份数: Object.entries(planned)
          .map(([bundle, portions]) => `${bundle}=${portions}`)
          .join(' '),
      })),
      lang,
    ),
  ].join('\n');
