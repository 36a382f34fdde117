import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { markup } from '@jielong/kernel';
import { page, wrong } from './page.js';

test('the only style that a page has is the one that its policy names', () => {
  const { body, headers } = page('登记', markup`<h1>登记</h1>`);
  const [, style = ''] = /<style>([^]*)<\/style>/.exec(body) ?? [];
  expect(style).toContain('font-size');
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers['Content-Security-Policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  expect(body).not.toMatch(/style=|<script|href=|src=/);
});

test('a title, and what went wrong, are text', () => {
  const { body } = page('<b>', wrong('<i>', '<u>'));
  expect(body).toContain('<title>&lt;b&gt;</title>');
  expect(body).toContain('&lt;i&gt;');
  expect(body).not.toMatch(/<[biu]>/);
});
