import { createDecipheriv } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto'; // CommonJS without named exports

/** The key of every system that tests start (tools/test-template.ts). */
const key = Buffer.alloc(32, 7);
const [ivBytes, tagBytes] = [12, 16];
const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

/** Reads what a test's system has encrypted; says what it says in the clear, as Temporal's UI does. */
export const testCodec: PayloadCodec = {
  encode: async (payloads) => payloads,
  decode: async (payloads) => payloads.map(opened),
};

function opened(payload: Payload): Payload {
  if (payload.metadata?.['key-id'] === undefined) return payload;
  const data = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(data.subarray(ivBytes, ivBytes + tagBytes));
  const packed = Buffer.concat([decipher.update(data.subarray(ivBytes + tagBytes)), decipher.final()]);
  return PayloadMessage.decode(gunzipSync(packed));
}
