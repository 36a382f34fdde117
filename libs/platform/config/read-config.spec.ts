import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { partConfigSchema, serviceConfigSchema, activityQueue } from './service-config.js';
import { readConfig } from './read-config.js';

const [key, older, dataKey, lookupKey] = ['one', 'two', 'three', 'four'].map((seed) => createHash('sha256').update(seed).digest('base64'));
const env = {
  PORT: '3001',
  DATABASE_URL: 'postgres://a:drawn-by-lot-7f3a@127.0.0.1:5432/j',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  JWKS_URL: 'http://members:3000/api/internal/jwks',
  CODEC_KEYS: `new:${key},old:${older}`,
  DATA_KEYS: `new:${dataKey}`,
  LOOKUP_KEYS: `new:${lookupKey}`,
};

test('what is not set has its default, and the default is the careful one', () => {
  const config = readConfig(serviceConfigSchema, { ...env, LOG_LEVEL: '' });
  expect(config).toMatchObject({ NODE_ENV: 'production', HOST: '127.0.0.1', PORT: 3001, TEMPORAL_NAMESPACE: 'jielong', LOG_LEVEL: 'info' });
  expect(config.CODEC_KEYS).toMatchObject({
    current: 'new',
    keys: { new: Buffer.from(key ?? '', 'base64'), old: Buffer.from(older ?? '', 'base64') },
  });
  expect(activityQueue(config.TEMPORAL_TASK_QUEUE, 'orders')).toBe('jielong-orders');
});

test('every bad variable is named with what is wrong, and no value is shown', () => {
  const wrong = { ...env, PORT: 'many', DATABASE_URL: 'mysql://secret@x/y', CODEC_KEYS: '' };
  const message = (() => {
    try {
      readConfig(serviceConfigSchema, wrong);
    } catch (error) {
      return String(error);
    }
    return '';
  })();
  expect(message.split('\n').slice(1)).toEqual([
    '  PORT: must be a port number',
    '  DATABASE_URL: must be postgres://user:password@host:port/database',
    '  CODEC_KEYS: is not set',
  ]);
  expect(message).not.toContain('secret');
});

describe.each(['CODEC_KEYS', 'DATA_KEYS', 'LOOKUP_KEYS'])('%s', (name) => {
  test.each(['k1', 'k1:short', `k1:${key},k1:${key}`, `:${key}`])('%s is refused', (keys) =>
    expect(() => readConfig(serviceConfigSchema, { ...env, [name]: keys })).toThrow(`${name}: must be id:base64`),
  );
});

test('a part without a database of its own needs none, nor the keys of what is in one', () => {
  const config = readConfig(partConfigSchema, { ...env, DATABASE_URL: undefined, DATA_KEYS: undefined, LOOKUP_KEYS: undefined });
  for (const name of ['DATABASE_URL', 'DATA_KEYS']) expect(config).not.toHaveProperty(name);
});

describe('in production a secret of a sample or a test is refused, and its variable named', () => {
  const database = (password: string) => `postgres://jielong_orders_app:${password}@127.0.0.1:5432/jielong`;
  const typed = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');
  test.each([
    ['CODEC_KEYS', `k:${Buffer.alloc(32).toString('base64')}`, 'a key of a sample'],
    ['CODEC_KEYS', `test:${Buffer.alloc(32, 7).toString('base64')}`, 'a key of a sample'],
    ['CODEC_KEYS', 'k:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', 'a key of a sample'],
    ['CODEC_KEYS', `k:${typed}`, 'a key of a sample'],
    ['CODEC_KEYS', `new:${key},old:${Buffer.alloc(32, 7).toString('base64')}`, 'a key of a sample'],
    ['CODEC_KEYS', `new:${key},old:${key}`, 'the same key twice'],
    ['DATABASE_URL', database('jielong-test'), 'the password of a sample'],
    ['DATABASE_URL', database('Postgres'), 'the password of a sample'],
    ['DATABASE_URL', database('jielong_orders_app'), 'the password of a sample'],
    ['DATABASE_URL', database('7f3a9c'), 'fewer than 12 characters'],
    ['DATABASE_URL', 'postgres://jielong_orders_app@127.0.0.1:5432/jielong', 'no password'],
  ])('%s %s', (name, value, why) => {
    const read = (mode: string) => () => readConfig(serviceConfigSchema, { ...env, NODE_ENV: mode, [name]: value });
    expect(read('production')).toThrow(new RegExp(`^In production .*\n  ${name}: .*${why}`));
    expect(read('production')).not.toThrow(value);
    for (const mode of ['development', 'test']) expect(read(mode)).not.toThrow();
  });

  test('no two variables hold one key, and one that is added later is looked at by its name', () => {
    const more = serviceConfigSchema.extend({ TOKEN_KEYS: z.string(), MAIL_PASSWORD: z.string().optional() });
    const read = (others: object) => () => readConfig(more, { ...env, TOKEN_KEYS: `a:${'x'.repeat(43)}=`, ...others });
    expect(read({ TOKEN_KEYS: `a:${older}` })).toThrow('TOKEN_KEYS: holds a key that CODEC_KEYS has too');
    expect(read({})).toThrow('TOKEN_KEYS: holds a key of a sample');
    expect(read({ TOKEN_KEYS: createHash('sha256').digest('base64'), MAIL_PASSWORD: 'changeme' })).toThrow(
      'MAIL_PASSWORD: has the password',
    );
  });

  test('what another part reads is not this one’s to judge', () => {
    expect(() => readConfig(partConfigSchema, { ...env, DATABASE_URL: database('scratch') })).not.toThrow();
  });
});
