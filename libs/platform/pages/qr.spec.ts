import { expect, test } from '@jest/globals';
import { create } from 'qrcode';
import { qrOf, qrPicture } from './qr.js';

const text = 'https://jielong.example.org/api/home?t=sample.home.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

test('every dark module of the code is drawn where it is, inside a white border, and no other', () => {
  const { size, data } = create(text, { errorCorrectionLevel: 'Q' }).modules;
  const svg = qrOf(text).text;
  expect(svg).toContain(`viewBox="0 0 ${size + 8} ${size + 8}"`);
  const drawn = new Set<string>();
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    for (let i = 0; i < Number(width); i += 1) drawn.add(`${Number(x) + i} ${y}`);
  const dark = [...data.keys()].filter((at) => data[at]).map((at) => `${(at % size) + 4} ${Math.floor(at / size) + 4}`);
  expect([...drawn].toSorted()).toEqual(dark.toSorted());
});

test('nothing of what it says stands in the page as text, and nothing is fetched', () => {
  expect(qrOf(text).text).not.toMatch(/https?:|sample|href|src=|style=|script/);
});

test('as a picture of its own it is the same, and says that it is one', () => {
  const picture = qrPicture(text);
  expect(picture).toContain('xmlns="http://www.w3.org/2000/svg"');
  expect(picture.replace(' xmlns="http://www.w3.org/2000/svg"', '')).toBe(qrOf(text).text);
});
