import { stepKey } from '@jielong/kernel';
import {
  logisticsSteps,
  tripWorkflowId,
  type ConfirmHandoff,
  type ConfirmLoading,
  type ContestHandoff,
  type DivertTrip,
  type LogisticsActivities,
  type TripInput,
  type TripState,
} from '@jielong/logistics-contract';
import { logisticsReportSchemas } from '@jielong/logistics-contract/schemas';
import { HumanSteps, Latecomers, activitiesOf, parseReport, showing, uncancelled, withPlace } from '@jielong/process';

type TripReport = ConfirmLoading | ConfirmHandoff | ContestHandoff | DivertTrip;
type TripStep = TripReport['step'];
const steps: readonly TripStep[] = ['confirmLoading', 'confirmHandoff', 'contestHandoff', 'divertTrip'];
/** Of the bus itself, not of one of its stops. */
const isOfBus = (step: TripStep): boolean => step === 'confirmLoading' || step === 'divertTrip';

/** One bus and its stops. On the road nothing is cancelled: it is handed over, stop by stop. */
export async function tripWorkflow(input: TripInput): Promise<void> {
  const { community, tripId } = input;
  const logistics = activitiesOf<LogisticsActivities>('logistics');
  const trip = teach(input, logistics);
  const openStops = (): string[] =>
    (trip.state?.stops ?? []).map(({ stop }) => stop).filter((stop) => !trip.state?.done.includes(stepKey('confirmHandoff', stop)));
  await uncancelled(trip, async () => {
    await trip.read();
    await trip.take('confirmLoading', tripId);
    const late = new Latecomers(openStops, (stops) => trip.takeEach('confirmHandoff', stops)); // a stop may be added on the road
    while (openStops().length) {
      const stops = late.besides(openStops());
      await trip.takeEach('confirmHandoff', stops);
      late.over(stops);
      if (late.isAny) await late.all();
    }
    await logistics.endLogisticsProcess({ community, processId: tripWorkflowId(tripId) });
    await trip.finish();
  });
}

function teach({ community, tripId, dueAt }: TripInput, logistics: LogisticsActivities) {
  const subject = { community, processId: tripWorkflowId(tripId) };
  const show = showing<TripStep>((step) => logisticsSteps[step].zh);
  const trip: HumanSteps<TripState, TripStep, TripReport> = new HumanSteps<TripState, TripStep, TripReport>({
    steps,
    dueAt: (step) => Date.parse(step === 'confirmLoading' ? dueAt.confirmLoading : dueAt.confirmHandoff),
    parse: (step, payload) => {
      const report = parseReport<TripReport>(logisticsReportSchemas[step], payload);
      const [stop, ...others] = trip.state?.stops ?? [];
      const only = isOfBus(report.step) ? tripId : others.length ? undefined : stop?.stop;
      return withPlace(report, only);
    },
    check: () => undefined, // a stop may be added on the road: what there is, only the rows know
    isDone: ({ done }, step, at) => done.includes(stepKey(step, at)),
    open: (step, ats, due) => logistics.openLogisticsStep(subject, step, ats, new Date(due).toISOString()),
    apply: async (report) => {
      const { receipt, trip: state } = await logistics.applyLogisticsReport(subject, report);
      return { receipt, state: state ?? (await logistics.readTrip(community, tripId)) };
    },
    ring: (step, ats) => logistics.ringLogisticsStep(subject, step, ats),
    noteRefusal: (step, payload, reason) =>
      logistics.noteLogisticsRefusal(subject, step, JSON.stringify(payload ?? null).slice(0, 2_000), reason),
    read: () => logistics.readTrip(community, tripId),
    show: (state, waiting, notes) =>
      state && show({ stage: stageOf(state), lines: [`**车次** \`${tripId}\` · ${state.stops.length} 站`] }, waiting, notes),
  });
  return trip;
}

const stageOf = ({ done, stops }: TripState): string =>
  stops.every(({ stop }) => done.includes(stepKey('confirmHandoff', stop))) ? 'done' : done.length ? 'under-way' : 'planned';
