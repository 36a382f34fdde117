import { z } from 'zod';

/** What a service reads from its environment was missing or wrong: names every variable, shows no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  override readonly stack = `ConfigError: ${this.message}`; // whoever starts a service wants the list, not our frames
}

/** Parses the environment once, at start. Empty is the same as not set. Throws one ConfigError that lists every bad variable. */
export function readConfig<S extends z.ZodObject>(schema: S, env: Readonly<Record<string, string | undefined>> = process.env): z.output<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join('.')}: ${given[String(path[0])] === undefined ? 'is not set' : message}`,
  );
  throw new ConfigError(`The environment is not complete. Set these variables and start again:\n${lines.join('\n')}`);
}
