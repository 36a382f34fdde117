/** A body as text: the same words in another order are the same body. Undefined members are none. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
    .join(',')}}`;
};

const prime = 0x100000001b3n;
const fnv = (text: string, seed: bigint): bigint => {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * prime);
  return hash;
};
const seeds = [0xcbf29ce484222325n, 0x84222325cbf29ce4n] as const;

/** 128 bits that tell bodies apart (FNV-1a, twice). Not a secret, and not for secrets: no Node built-in, so that rules may use it too. */
export const hashOf = (body: unknown): string => {
  const text = canonical(body);
  return seeds.map((seed) => fnv(text, seed).toString(16).padStart(16, '0')).join('');
};
