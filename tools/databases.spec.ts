import { expect, test } from '@jest/globals';
import { databaseUrlIn } from './databases.ts';

test('the address of a database is taken as it is', () => {
  expect(databaseUrlIn('DATABASE_URL', 'postgresql://a:b@127.0.0.1:5432/own').pathname).toBe('/own');
});

test.each(['', 'own', '127.0.0.1:5432/own', 'http://127.0.0.1/own', 'postgres://127.0.0.1:5432', 'postgres://127.0.0.1:5432/'])(
  '"%s" is no address of a database, and the message names the variable',
  (text) => expect(() => databaseUrlIn('DATABASE_URL', text)).toThrow(/^DATABASE_URL is not the address/),
);
