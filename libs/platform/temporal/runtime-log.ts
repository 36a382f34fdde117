import { Logger } from '@nestjs/common';
import type { LogEntry } from '@temporalio/worker';

const shown = ['workflowId', 'workflowType', 'activityType', 'attempt', 'taskQueue', 'namespace'] as const;

/** What the SDK and its core have to say, in our own log. */
export function writeLog({ level, message, meta }: LogEntry): void {
  if (message.startsWith('No workflows registered')) return; // that is what a worker of activities is
  const logger = new Logger('Temporal');
  const known = Object.fromEntries(shown.flatMap((name) => (meta?.[name] === undefined ? [] : [[name, meta[name] as unknown]])));
  const line = { ...known, ...(meta?.error === undefined ? {} : { err: meta.error as unknown }) };
  if (level === 'ERROR') logger.error(line, message);
  else logger.warn(line, message);
}
