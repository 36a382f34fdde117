import { describe, expect, test } from '@jest/globals';
import { readRoom, roomText } from './index.js';

describe('a room', () => {
  test.each([
    '3栋2单元501',
    '3-2-501',
    '3#2-501',
    '３栋２单元５０１',
    '3号楼2门501室',
    '3幢2单元501房',
    '3/2/501',
    '3—2—501',
    ' 3 栋 2 单元 501 ',
    '三栋二单元五零一',
    '三栋两单元五〇一',
    '03-02-501',
    '3栋-2单元-501',
  ])('%s is the same room', (text) => expect(readRoom(text)).toEqual({ building: '3', unit: '2', room: '501' }));

  test.each([
    ['十二栋三单元五零一', { building: '12', unit: '3', room: '501' }],
    ['二十栋一单元101', { building: '20', unit: '1', room: '101' }],
    ['十栋一单元101', { building: '10', unit: '1', room: '101' }],
    ['3栋501', { building: '3', unit: null, room: '501' }],
    ['3-501', { building: '3', unit: null, room: '501' }],
    ['a座12B', { building: 'A', unit: null, room: '12B' }],
    ['1-1-1001', { building: '1', unit: '1', room: '1001' }],
  ])('%s', (text, reading) => expect(readRoom(text)).toEqual(reading));

  test.each(['', '501', '32501', '3栋', '隔壁', '3-2-501-1', '3栋2单元', "'; drop table"])('%s cannot be read for certain', (text) =>
    expect(readRoom(text)).toBeUndefined(),
  );

  test('is written so that it reads as itself', () => {
    for (const reading of [
      { building: '3', unit: '2', room: '501' },
      { building: '7', unit: null, room: '12' },
    ])
      expect(readRoom(roomText(reading))).toEqual(reading);
  });
});
