import { expect, test } from '@jest/globals';
import { callTo, handingOver, phoneTail, surnameOf } from './contact.js';

test.each([
  ['199-0000-0001', '0001', 'tel:19900000001'],
  ['＋86 199 0000 0002', '0002', 'tel:+8619900000002'],
  ['0123-4567', '4567', 'tel:01234567'],
  ['110', '', 'tel:110'],
  ['12', '', null],
  ['无', '', null],
  ['', '', null],
])('%j ends in %j and is dialled %j', (phone, tail, call) => expect([phoneTail(phone), callTo(phone)]).toEqual([tail, call]));

test.each([
  [' 张叶湛', '张'],
  ['𠮷野', '𠮷'],
  ['', ''],
])('%j is called %j, as lists show it', (name, surname) => expect(surnameOf(name)).toBe(surname));

test.each([
  ['pick-up', 'pickups.record'],
  ['to-door', 'deliveries.record'],
  ['left-at-door', 'deliveries.record'],
  ['drop-at-building', 'deliveries.record'],
])('what is %s is handed over by whoever has %s', (fulfilment, permission) => expect(handingOver({ fulfilment })).toBe(permission));
