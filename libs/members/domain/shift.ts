import { DomainError } from '@jielong/kernel';
import type { MembersErrorCode } from './errors.js';

const hourMs = 3_600_000;
const longestHours = 24;
/** Devices that a shift may have open, and changes of person at one of them: what a gate needs many times over, and a token can carry. */
const mostDevices = 40;
const mostPosts = 48;

/** Refuses a shift that would end before it begins, or last longer than a day and a night. */
export function checkUntil(until: Date, now: Date): void {
  const lasts = until.getTime() - now.getTime();
  if (lasts <= 0 || lasts > longestHours * hourMs) throw notWithinADay();
}

/** Refuses somebody who is not of the groups and the team that stand at the gate. */
export function checkStands(people: readonly { readonly code: string }[], person: string): void {
  if (!people.some(({ code }) => code === person)) throw notOfThisGate(person);
}

/** Refuses one device more than a shift may have. */
export function checkDevices(open: number): void {
  if (open >= mostDevices) throw tooManyDevices();
}

/** Refuses one change of person more than a device may have. */
export function checkPosts(posts: number): void {
  if (posts >= mostPosts) throw tooManyPosts();
}

const notWithinADay = () =>
  new DomainError<MembersErrorCode>('invalid', 'not-within-a-day', {
    zh: `班次的结束时间（until）须在现在以后、${longestHours} 小时以内。请改结束时间；更长的分成几班。`,
    en: `A shift ends (\`until\`) later than now, and within ${longestHours} hours. Change its end, or make several shifts of it.`,
  });
const notOfThisGate = (person: string) =>
  new DomainError<MembersErrorCode>(
    'forbidden',
    'not-of-this-gate',
    {
      zh: `${person} 不在这个大门的小组和保障队里，不能在这里值班。请核对编号，或请负责人先把人编进小组，或开班时写明保障队。`,
      en: `${person} is not of the groups and the team of this gate. Check the code, or have them put into the group, or the team named with the shift.`,
    },
    { person },
  );
const tooManyDevices = () =>
  new DomainError<MembersErrorCode>('conflict', 'too-many-devices', {
    zh: `这一班已经有 ${mostDevices} 台设备在用。请负责人先结束不用的设备（shift end-device）。`,
    en: `This shift has ${mostDevices} devices already. Have the captain end those that are not used.`,
  });
const tooManyPosts = () =>
  new DomainError<MembersErrorCode>('conflict', 'too-many-changes', {
    zh: `这台设备这一班已经换了 ${mostPosts} 次人。先把离线的扫码传完，请负责人结束这台设备，再扫一次值班二维码。`,
    en: `The person at this device has changed ${mostPosts} times in this shift. Send what was scanned, have the device ended, and scan the QR again.`,
  });
