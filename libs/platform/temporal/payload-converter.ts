import { defaultPayloadConverter, METADATA_ENCODING_KEY, type Payload, type PayloadConverter } from '@temporalio/common';

const ours = new Set(['json/plain', 'binary/plain', 'binary/null']);
const encodingOf = (payload: Payload) => String.fromCharCode(...(payload.metadata?.[METADATA_ENCODING_KEY] ?? []));

/**
 * A signal sent from Temporal's UI as `json/protobuf`, or with broken JSON, would fail to decode before any handler runs, and block
 * the run. What we cannot read is therefore handed on as `{ undecodable: <encoding> }`, for the handler to refuse.
 */
class ForgivingPayloadConverter implements PayloadConverter {
  toPayload(value: unknown): Payload {
    return defaultPayloadConverter.toPayload(value);
  }

  fromPayload<T>(payload: Payload): T {
    const encoding = encodingOf(payload);
    if (!ours.has(encoding)) return { undecodable: encoding } as T;
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch {
      return { undecodable: encoding } as T;
    }
  }
}

export const payloadConverter = new ForgivingPayloadConverter();
