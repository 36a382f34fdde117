import type { Payload, PayloadCodec } from '@temporalio/common';
import { z } from 'zod';
import { malformed } from '../errors/problem-error.js';

const payloadSchema = z.object({ metadata: z.record(z.string(), z.string()).optional(), data: z.string().optional() });
/** What Temporal's UI and CLI post; the CLI also posts nothing at all. */
const payloadsSchema = z.object({ payloads: z.array(payloadSchema).default([]) }).catch({ payloads: [] });
type JsonPayload = z.output<typeof payloadSchema>;
export interface JsonPayloads {
  readonly payloads: readonly JsonPayload[];
}

const fromBase64 = (value = '') => Buffer.from(value, 'base64');
const toBase64 = (value?: Uint8Array | null) => Buffer.from(value ?? []).toString('base64');
const mapValues = <A, B>(record: Record<string, A>, map: (value: A) => B) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
const read = ({ metadata, data }: JsonPayload): Payload => ({ metadata: mapValues(metadata ?? {}, fromBase64), data: fromBase64(data) });
const write = ({ metadata, data }: Payload): JsonPayload => ({ metadata: mapValues(metadata ?? {}, toBase64), data: toBase64(data) });

/** The answer to `POST /decode`. Whoever reaches it reads everything: guard it. Throws a 400 for what our keys do not open. */
export async function decodePayloads(codec: PayloadCodec, body: unknown): Promise<JsonPayloads> {
  const payloads = payloadsSchema.parse(body).payloads.map(read);
  const decoded = await codec.decode(payloads).catch(() => {
    throw undecodable();
  });
  return { payloads: decoded.map(write) };
}

/** The answer to `POST /encode`. */
export const encodePayloads = async (codec: PayloadCodec, body: unknown): Promise<JsonPayloads> => ({
  payloads: (await codec.encode(payloadsSchema.parse(body).payloads.map(read))).map(write),
});

const undecodable = () =>
  malformed({
    zh: '这些数据无法解密：不是用本系统的密钥（CODEC_KEYS）加密的，或已损坏。',
    en: 'These payloads cannot be decoded: they were not encrypted with a key of this system (CODEC_KEYS), or they are damaged.',
  });
