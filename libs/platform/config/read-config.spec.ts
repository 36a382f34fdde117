import { expect, test } from '@jest/globals';
import { partConfigSchema, serviceConfigSchema, activityQueue } from './service-config.js';
import { readConfig } from './read-config.js';

const key = Buffer.alloc(32, 7).toString('base64');
const env = {
  PORT: '3001',
  DATABASE_URL: 'postgres://a:b@127.0.0.1:5432/j',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  CODEC_KEYS: `new:${key},old:${key}`,
  JWKS_URL: 'http://members:3000/api/internal/jwks',
};

test('what is not set has its default, and the default is the careful one', () => {
  const config = readConfig(serviceConfigSchema, { ...env, LOG_LEVEL: '' });
  expect(config).toMatchObject({ NODE_ENV: 'production', HOST: '127.0.0.1', PORT: 3001, TEMPORAL_NAMESPACE: 'jielong', LOG_LEVEL: 'info' });
  expect(config.CODEC_KEYS).toMatchObject({ current: 'new', keys: { new: Buffer.alloc(32, 7), old: Buffer.alloc(32, 7) } });
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

test.each(['k1', 'k1:short', `k1:${key},k1:${key}`, `:${key}`])('codec keys %s are refused', (CODEC_KEYS) => {
  expect(() => readConfig(serviceConfigSchema, { ...env, CODEC_KEYS })).toThrow('CODEC_KEYS: must be id:base64');
});

test('a part without a database of its own needs none', () => {
  expect(readConfig(partConfigSchema, { ...env, DATABASE_URL: undefined })).not.toHaveProperty('DATABASE_URL');
});
