import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import {
  oneShiftAnswer,
  type OpenShift,
  openShiftBody,
  shiftCodeAnswer,
  shiftsAnswer,
  shiftsQuery,
} from '@jielong/members-contract/schemas';
import { Answer, ApiAnswer, Concerns, CurrentActor, Idempotent, Operation, type Page, SERVICE_CONFIG, type Work } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { MembersConfig } from '../config.js';
import { type Device, devicesOf, endDevice } from './devices.rows.js';
import { shownCode, type ShownCode } from './shift-code.js';
import { type CodedShift, endShift, listShifts, openShift, readShift, renewCode, type Shift } from './shifts.rows.js';

type ShiftWithDevices = Shift & { readonly devices: readonly Device[] };
/** Gates as `belongings` names them. */
const gateIn = ({ compound, gate }: Readonly<Record<string, unknown>>): string => `${String(compound)}:${String(gate)}`;

/** Shifts at a gate, for whoever answers for it. */
@Controller('shifts')
export class ShiftsController {
  constructor(@Inject(SERVICE_CONFIG) private readonly config: Pick<MembersConfig, 'PUBLIC_URL'>) {}

  /** A shift from now until a time; whoever is of the gate opens a device by its QR. Kept under no key: asking again opens another shift. */
  @Post()
  @HttpCode(201)
  @Concerns('gates', ({ body }) => gateIn(body))
  @Operation(
    'openShift',
    'shifts.open',
    'open a shift at a gate / 开班',
    'The QR is shown once; POST /api/shifts/{id}/code makes a new one.',
  )
  @ApiAnswer(201, shiftCodeAnswer, 'with its QR')
  open(@Body({ schema: openShiftBody }) body: OpenShift, @CurrentActor() { community }: Actor): Work<ShownCode> {
    return async (tx) => this.shown(await openShift(tx, community, body));
  }

  /** Shifts of a gate; of the whole community for whoever answers for that. */
  @Get()
  @Concerns('gates', ({ query }) => gateIn(query))
  @Operation('listShifts', 'shifts.open', 'shifts at a gate / 班次')
  @ApiAnswer(200, shiftsAnswer, 'the oldest first')
  list(@Query({ schema: shiftsQuery }) query: z.output<typeof shiftsQuery>): Work<Page<Shift>> {
    return (tx) => listShifts(tx, query);
  }

  /** A shift with its devices, and who was at which from when until when. */
  @Get(':id')
  @Operation('showShift', 'shifts.open', 'a shift, its devices and who was at them / 班次详情')
  @ApiAnswer(200, oneShiftAnswer, 'the shift')
  show(@Param('id', { schema: idSchema }) id: string): Work<ShiftWithDevices> {
    return (tx) => withDevices(tx, id);
  }

  /** A new QR: the one before opens no device any more. Devices that are open stay so. Kept under no key: asking again makes another. */
  @Post(':id/code')
  @HttpCode(201)
  @Operation('renewShiftCode', 'shifts.open', 'make a new QR for a shift / 换值班二维码')
  @ApiAnswer(201, shiftCodeAnswer, 'with its new QR')
  renew(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { community }: Actor): Work<ShownCode> {
    return async (tx) => this.shown(await renewCode(tx, community, id));
  }

  /** Ends a shift now: nothing is handed out by it from now on. What was scanned before may be sent for 24 hours more. */
  @Post(':id/end')
  @HttpCode(200)
  @Idempotent()
  @Operation('endShift', 'shifts.open', 'end a shift / 收班')
  @ApiAnswer(200, oneShiftAnswer, 'one that was over stays as it was')
  end(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { code }: Actor): Work<ShiftWithDevices> {
    return async (tx) => {
      await endShift(tx, id, code);
      return withDevices(tx, id);
    };
  }

  /** A lost phone: it opens nothing from now on, and nothing that it kept is taken. Make a new QR too where it may have kept that. */
  @Post(':id/devices/:device/end')
  @HttpCode(200)
  @Idempotent()
  @Operation('endShiftDevice', 'shifts.open', 'end one device of a shift / 停用一台值班设备')
  @ApiAnswer(200, oneShiftAnswer, 'the shift without it')
  endDevice(
    @Param('id', { schema: idSchema }) id: string,
    @Param('device', { schema: idSchema }) device: string,
    @CurrentActor() { code }: Actor,
  ): Work<ShiftWithDevices> {
    return async (tx) => {
      await endDevice(tx, id, device, code);
      return withDevices(tx, id);
    };
  }

  private shown = (coded: CodedShift): Answer<ShownCode> =>
    new Answer(201, shownCode(coded, this.config.PUBLIC_URL), { 'Cache-Control': 'no-store' });
}

const withDevices = async (tx: EntityManager, id: string): Promise<ShiftWithDevices> => ({
  ...(await readShift(tx, id)),
  devices: await devicesOf(tx, id),
});
