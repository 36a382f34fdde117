import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto'; // CommonJS without named exports
import { keyIn, type KeyRing } from '../config/key-ring.js';

const encoding = 'binary/aes-256-gcm+gzip';
const [ivBytes, tagBytes, mostBytes] = [12, 16, 64 * 1024 * 1024];
const { Payload: PayloadMessage } = proto.temporal.api.common.v1;
const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('utf8');

/** Compresses and encrypts every payload. What was written in the clear, from the CLI or the UI, is still read. */
export class EncryptionCodec implements PayloadCodec {
  constructor(private readonly keys: KeyRing) {}

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.seal(payload));
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => (text(payload.metadata?.[METADATA_ENCODING_KEY]) === encoding ? this.open(payload) : payload));
  }

  private seal(payload: Payload): Payload {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.key(this.keys.current), iv);
    const sealed = Buffer.concat([cipher.update(gzipSync(PayloadMessage.encode(payload).finish())), cipher.final()]);
    return {
      metadata: { [METADATA_ENCODING_KEY]: Buffer.from(encoding), 'key-id': Buffer.from(this.keys.current) },
      data: Buffer.concat([iv, cipher.getAuthTag(), sealed]),
    };
  }

  private open(payload: Payload): Payload {
    const data = Buffer.from(payload.data ?? []);
    const start = ivBytes + tagBytes;
    const key = this.key(text(payload.metadata?.['key-id']));
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, ivBytes), { authTagLength: tagBytes });
    decipher.setAuthTag(data.subarray(ivBytes, start));
    const packed = Buffer.concat([decipher.update(data.subarray(start)), decipher.final()]);
    return PayloadMessage.decode(gunzipSync(packed, { maxOutputLength: mostBytes }));
  }

  private key(id: string): Buffer {
    const key = keyIn(this.keys, id);
    if (!key) throw new Error(`CODEC_KEYS has no key '${id}'`);
    return key;
  }
}
