import { Injectable } from '@nestjs/common';
import type { JoinShift, ShiftDevice } from '@jielong/members-contract/schemas';
import { communityIn, inCommunity, newCredential } from '@jielong/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { changePerson, deviceOfBrowser, joinShift, type OpenedDevice, peopleAt, renewToken } from './devices.rows.js';
import { codeOver, type Shift, shiftWithCode } from './shifts.rows.js';
import { showDevice } from './show-device.js';
import { type Stander, standing } from './standing.query.js';

/** What the page behind a QR shows. */
export interface AtTheGate {
  readonly shift: Shift;
  readonly people: readonly Stander[];
  /** Who is at this browser's device; undefined: it has none yet. */
  readonly current: string | undefined;
}
/** What opens it is shown once, and good for a day after the shift. */
export type JoinedDevice = ShiftDevice & OpenedDevice & { readonly expiresAt: string };
/** What a browser keeps after a tap: what opens its device, and by what it is known. */
export interface Kept {
  readonly token: string;
  readonly device: string;
  readonly expiresAt: string;
}

const dayMs = 86_400_000;

/** Opens devices of a shift for whoever has scanned its QR. */
@Injectable()
export class ShiftDesk {
  constructor(private readonly db: DataSource) {}

  /** Which shift a code opens, and who may stand there. Looking changes nothing: chats look at every link. Throws 409 for a code that is over. */
  look(code: string, browser?: string): Promise<AtTheGate> {
    return this.at(code, (tx) => atTheGate(tx, code, browser));
  }

  /** A device for a program. */
  join(joining: JoinShift): Promise<JoinedDevice> {
    const { code } = joining;
    return this.at(code, async (tx, community) => {
      const { shift } = await atTheGate(tx, code);
      const opened = await joinShift(tx, community, joining);
      return { ...(await showDevice(tx, community, opened.session)), ...opened, expiresAt: lastsUntil(shift) };
    });
  }

  /** A tap on a name in a browser: opens its device, or changes who is at it. Somebody may have signed in there meanwhile, so that it is opened anew. */
  tap(code: string, person: string, shown: string | undefined): Promise<AtTheGate & { readonly kept: Kept }> {
    return this.at(code, async (tx, community) => {
      const shift = await shiftWithCode(tx, code, 'FOR NO KEY UPDATE OF s'); // two taps at once open one device
      const device = shown !== undefined && communityIn(shown) !== undefined ? shown : newCredential(community);
      const session = await deviceOfBrowser(tx, shift, device);
      if (session !== undefined) await changePerson(tx, session, person);
      const { token } =
        session === undefined
          ? await joinShift(tx, community, { code, person, channel: 'api', label: '扫码', browser: device })
          : await renewToken(tx, community, session);
      return { ...(await atTheGate(tx, code, device)), kept: { token, device, expiresAt: lastsUntil(shift) } };
    });
  }

  private async at<T>(code: string, work: (tx: EntityManager, community: string) => Promise<T>): Promise<T> {
    const community = communityIn(code);
    if (community === undefined) throw codeOver();
    return inCommunity(this.db, community, (tx) => work(tx, community));
  }
}

/** A device sends what it has kept for a day after its shift. */
const lastsUntil = ({ until }: Shift): string => new Date(until.getTime() + dayMs).toISOString();

async function atTheGate(tx: EntityManager, code: string, browser?: string): Promise<AtTheGate> {
  const shift = await shiftWithCode(tx, code);
  const device = await deviceOfBrowser(tx, shift, browser);
  return { shift, people: await standing(tx, shift), current: device && (await peopleAt(tx, device)).at(-1) };
}
