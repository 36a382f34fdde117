import { z } from 'zod';
import { sampleSecrets } from './sample-secrets.js';

/** What a service reads from its environment was missing or wrong: names every variable, shows no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  override readonly stack = `ConfigError: ${this.message}`; // whoever starts a service wants the list, not our frames
}

/**
 * Parses the environment once, at start. Empty is the same as not set. Throws one ConfigError that lists every bad variable; in production a
 * secret of a sample or a test is bad, too.
 */
export function readConfig<S extends z.ZodObject>(schema: S, env: Readonly<Record<string, string | undefined>> = process.env): z.output<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return withoutSamples(parsed.data, given, Object.keys(schema.shape));
  const lines = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join('.')}: ${given[String(path[0])] === undefined ? 'is not set' : message}`,
  );
  throw new ConfigError(`The environment is not complete. Set these variables and start again:\n${lines.join('\n')}`);
}

function withoutSamples<C extends object>(config: C, given: Readonly<Record<string, string | undefined>>, names: readonly string[]): C {
  if (!('NODE_ENV' in config) || config.NODE_ENV !== 'production') return config;
  const lines = sampleSecrets(Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))));
  if (!lines.length) return config;
  throw new ConfigError(`In production these secrets must be nobody else's. Set them anew and start again:\n${lines.join('\n')}`);
}
