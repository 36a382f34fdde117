import { expect, test } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import { decodePayloads, encodePayloads } from './codec-endpoint.js';
import { EncryptionCodec } from './encryption.codec.js';

const keys = { old: Buffer.alloc(32, 1), new: Buffer.alloc(32, 2) };
const [before, after] = [new EncryptionCodec({ current: 'old', keys }), new EncryptionCodec({ current: 'new', keys })];
const payload = (value: unknown) => defaultPayloadConverter.toPayload(value);
const value = { reason: '后门卸货'.repeat(200) };

test('what is encoded cannot be read, is smaller, and comes back as it was', async () => {
  const [sealed] = await after.encode([payload(value)]);
  expect(Buffer.from(sealed?.data ?? []).includes('后门')).toBe(false);
  expect(sealed?.data?.length).toBeLessThan(400);
  const [opened] = await after.decode(sealed ? [sealed] : []);
  expect(opened && defaultPayloadConverter.fromPayload(opened)).toEqual(value);
});

test('after a change of keys the old payloads are still read', async () => {
  const [opened] = await after.decode(await before.encode([payload(value)]));
  expect(opened && defaultPayloadConverter.fromPayload(opened)).toEqual(value);
});

test('a payload in the clear passes; a changed one and one of an unknown key are refused', async () => {
  const clear = payload({ a: 1 });
  expect(await after.decode([clear])).toEqual([clear]);
  const [sealed] = await after.encode([clear]);
  const data = Buffer.from(sealed?.data ?? []);
  data[40] = (data[40] ?? 0) ^ 1;
  await expect(after.decode([{ ...sealed, data }])).rejects.toThrow();
  const stranger = new EncryptionCodec({ current: 'x', keys: { x: keys.old } });
  await expect(stranger.decode(sealed ? [sealed] : [])).rejects.toThrow("CODEC_KEYS has no key 'new'");
  await expect(stranger.decode([{ ...sealed, metadata: { ...sealed?.metadata, 'key-id': Buffer.from('constructor') } }])).rejects.toThrow(
    'has no key',
  );
});

test('the endpoint reads and writes what Temporal’s UI and CLI post, nothing at all too', async () => {
  const { metadata, data } = payload({ a: '接龙' });
  const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  const body = { payloads: [{ metadata: { encoding: base64(metadata?.encoding) }, data: base64(data) }] };
  const sealed = await encodePayloads(after, body);
  expect(sealed).not.toEqual(body);
  expect(await decodePayloads(after, sealed)).toEqual(body);
  for (const nothing of [undefined, {}, { payloads: 7 }, []]) expect(await decodePayloads(after, nothing)).toEqual({ payloads: [] });
});

test('what our keys do not open is the caller’s mistake, and says so', async () => {
  const [sealed] = await new EncryptionCodec({ current: 'x', keys: { x: keys.old } }).encode([payload({ a: 1 })]);
  const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  const metadata = { encoding: base64(sealed?.metadata?.encoding), 'key-id': base64(sealed?.metadata?.['key-id']) };
  await expect(decodePayloads(after, { payloads: [{ metadata, data: base64(sealed?.data) }] })).rejects.toMatchObject({ status: 400 });
});
