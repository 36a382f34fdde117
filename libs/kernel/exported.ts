import { beijingTime } from './calendar.js';

/** Who took something out, and when. */
export interface Exported {
  readonly by: string;
  readonly at: Date;
}

/** For the name of a file: `20261126-1030_S001`. */
export const exportMark = ({ by, at }: Exported): string =>
  `${beijingTime(at).replaceAll(/[-:]/g, '').replace(' ', '-')}_${by.replaceAll(/[^\p{L}\p{N}-]/gu, '-')}`;

/** The last row of a table that nobody reads back: a file that was given another name says it still. */
export const exportedRow = ({ by, at }: Exported): string[] => ['导出人', by, '导出时间', beijingTime(at)];
