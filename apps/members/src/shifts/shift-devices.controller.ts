import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import {
  joinedShiftAnswer,
  type JoinShift,
  joinShiftBody,
  shiftCodeBody,
  type ShiftDevice,
  shiftDeviceAnswer,
  shiftPeopleAnswer,
  shiftPersonBody,
} from '@jielong/members-contract/schemas';
import { Answer, ApiAnswer, CurrentActor, Idempotent, Operation, Public, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { sessionCookieOf } from '../sessions/cookies.js';
import { changePerson } from './devices.rows.js';
import { type JoinedDevice, ShiftDesk } from './shift-desk.js';
import { placeOf, showDevice } from './show-device.js';

/** At a device of a shift, for programs: the page behind the QR is for browsers. */
@Controller('shift')
export class ShiftDevicesController {
  constructor(private readonly desk: ShiftDesk) {}

  /** Which shift a QR opens, and who may stand there. Only reads: a code stands in no address. */
  @Public()
  @Post('people')
  @HttpCode(200)
  @Operation('showShiftPeople', 'shifts.stand', 'who may stand at the gate of a QR / 值班名单')
  @ApiAnswer(200, shiftPeopleAnswer, 'names are masked')
  async people(@Body({ schema: shiftCodeBody }) { code }: z.output<typeof shiftCodeBody>): Promise<z.output<typeof shiftPeopleAnswer>> {
    const { shift, people } = await this.desk.look(code);
    return { shift: placeOf(shift), people: [...people] };
  }

  /** Opens a device for somebody of the gate, as long as the shift lasts. 403 `not-of-this-gate`; 409 `shift-over`, also for a QR that a newer one has replaced. */
  @Public()
  @Post('devices')
  @HttpCode(201)
  @Operation('joinShift', 'shifts.stand', 'open a device of a shift / 扫码值班')
  @ApiAnswer(201, joinedShiftAnswer, 'in a cookie, or with `keep: token` in the answer')
  async join(@Body({ schema: joinShiftBody }) body: JoinShift): Promise<Answer<ShiftDevice>> {
    return kept(await this.desk.join(body), body.keep);
  }

  /** Which shift this device is of, and who is at it. */
  @Get('device')
  @Operation('showShiftDevice', 'shifts.stand', 'who is at this device, and who may be / 现在谁在岗')
  @ApiAnswer(200, shiftDeviceAnswer, 'names are masked')
  device(@CurrentActor() { community, session }: Actor): Work<ShiftDevice> {
    return (tx) => showDevice(tx, community, session);
  }

  /** Somebody else of the gate is at this device from now on. What was scanned before stays theirs who were there. */
  @Post('person')
  @HttpCode(200)
  @Idempotent()
  @Operation('changePersonAtGate', 'shifts.stand', 'change who is at this device / 换人')
  @ApiAnswer(200, shiftDeviceAnswer, 'who is there now')
  person(
    @Body({ schema: shiftPersonBody }) { person }: z.output<typeof shiftPersonBody>,
    @CurrentActor() { community, session }: Actor,
  ): Work<ShiftDevice> {
    return async (tx) => {
      await changePerson(tx, session, person);
      return showDevice(tx, community, session);
    };
  }
}

/** In the way in which it is to be kept: nothing that opens it is where scripts of a page could read it. */
function kept({ token, expiresAt, ...shown }: JoinedDevice, keep: JoinShift['keep']): Answer<ShiftDevice> {
  if (keep === 'token') return new Answer(201, { ...shown, token }, { 'Cache-Control': 'no-store' });
  return new Answer(201, shown, { 'Set-Cookie': [sessionCookieOf({ token, expiresAt })], 'Cache-Control': 'no-store' });
}
