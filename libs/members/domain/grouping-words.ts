import type { Text } from '@jielong/kernel';
import { largest, smallest } from './cutting.js';
import type { Formed, Groupable } from './grouping.js';

type NameOf = (code: string) => string;

/** What a group is like, in a sentence: where it goes, who is there when, who carries, and what is missing. */
export function aboutGroup({ number, compounds, leader, members }: Formed, nameOf: NameOf): Text {
  const names = compounds.map(nameOf);
  const { day, night, carrying, limited } = countsOf(members);
  const lacks = lacking(day, night, carrying, members.length);
  return {
    zh: `第${number}小组 ${members.length} 人，组长 ${leader.code}，负责${names.join('、') || '待定的小区'}：白天可到 ${day} 人，晚上 ${night} 人，能搬重物 ${carrying} 人，有限制 ${limited} 人${lacks.map(({ zh }) => `；${zh}`).join('')}。`,
    en: `Group ${number} has ${members.length} people under ${leader.code} and looks after ${names.join(' and ') || 'no compound yet'}: ${day} by day, ${night} in the evening, ${carrying} to carry, ${limited} with limits${lacks.map(({ en }) => `; ${en}`).join('')}.`,
  };
}

function countsOf(members: readonly Groupable[]) {
  const count = (fits: (member: Groupable) => boolean) => members.filter(fits).length;
  return {
    day: count(({ times }) => times.includes('morning') || times.includes('afternoon')),
    night: count(({ times }) => times.includes('evening')),
    carrying: count(({ mayCarry, times }) => mayCarry && times.length > 0),
    limited: count(({ isLimited }) => isLimited),
  };
}

const lacking = (day: number, night: number, carrying: number, all: number): Text[] => [
  ...(day === 0 ? [{ zh: '白天没有人，要请别组帮忙', en: 'nobody by day, so another group has to help' }] : []),
  ...(night === 0 ? [{ zh: '晚上没有人，要请别组帮忙', en: 'nobody in the evening, so another group has to help' }] : []),
  ...(carrying * 2 < all
    ? [{ zh: '能搬重物的不到一半，卸货要请别组帮忙', en: 'fewer than half may carry, so another group has to help unload' }]
    : []),
];

/** Why somebody is in a group that does not look after their own compound. */
export function livesElsewhere(code: string, home: string, group: number, there: number | undefined): Text {
  if (there === undefined)
    return {
      zh: `${code} 住在${home}，那里没有小组负责，安排到第${group}小组。`,
      en: `${code} lives in ${home}, which no group looks after, and is placed in group ${group}.`,
    };
  return {
    zh: `${code} 住在${home}，负责那里的第${there}小组已满，安排到第${group}小组。`,
    en: `${code} lives in ${home}, whose group ${there} is full, and is placed in group ${group}.`,
  };
}

export const homeUnknown = (code: string, group: number): Text => ({
  zh: `${code} 的住处不在这些小区，安排到人最少的地方：第${group}小组。`,
  en: `${code} lives in none of these compounds and is placed where the fewest people are: group ${group}.`,
});

export const notCovered = (name: string): Text => ({
  zh: `没有小组负责${name}：小组不够多，请指定一个。`,
  en: `No group looks after ${name}: there are too few groups. Name one.`,
});

/** There are numbers of people that no groups of 8 to 10 make up. */
export function aboutSizes(sizes: readonly number[]): Text[] {
  if (sizes.every((size) => size >= smallest && size <= largest)) return [];
  const people = sizes.reduce((sum, size) => sum + size, 0);
  return [
    {
      zh: `${people} 人分不成 ${smallest} 至 ${largest} 人的小组，各组为 ${sizes.join('、')} 人。`,
      en: `${people} people cannot be put into groups of ${smallest} to ${largest}: these have ${sizes.join(', ')}.`,
    },
  ];
}
