const bytes = (byte: number): Buffer => Buffer.alloc(32, byte);
const ring = (byte: number): string => `test:${bytes(byte).toString('base64')}`;

/** Keys of every use, as a service reads them from its environment. Worth nothing outside of tests. */
export const testKeys = { CODEC_KEYS: ring(7), DATA_KEYS: ring(8), LOOKUP_KEYS: ring(9), REPORT_KEYS: ring(10) } as const;

/** The same keys of personal data, for a connection that no service makes. */
export const testDataKeys = {
  data: { current: 'test', keys: { test: bytes(8) } },
  lookup: { current: 'test', keys: { test: bytes(9) } },
};
