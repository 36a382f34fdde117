import { LoggerModule } from 'nestjs-pino';
import type { DynamicModule } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { PartConfig } from '../config/service-config.js';
import { currentContext } from '../context/context.js';
import { databaseCode } from '../errors/postgres-errors.js';

const quiet = /^\/(health|metrics)/;
const bootNoise = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver']);
const contextOf = (line: unknown): string => (typeof line === 'object' && line !== null && 'context' in line ? String(line.context) : '');

/** What a log line may hold of an error: of a database's, no message and no detail, for these quote values. */
export function errorForLog(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const stack = error.stack?.slice(error.stack.indexOf('\n    at ') + 1);
  if (error.name === 'QueryFailedError' && 'driverError' in error) {
    const { driverError } = error;
    const at = typeof driverError === 'object' && driverError !== null ? driverError : {};
    return {
      type: error.name,
      code: databaseCode(error),
      ...named(at, 'table'),
      ...named(at, 'constraint'),
      ...named(at, 'routine'),
      stack,
    };
  }
  const cause = error.cause === undefined ? {} : { cause: errorForLog(error.cause) };
  return { type: error.name, message: error.message, ...named(error, 'code'), stack, ...cause };
}

const named = (holder: object, name: string): Record<string, unknown> => {
  const value: unknown = Object.entries(holder).find(([key]) => key === name)?.[1];
  return value === undefined ? {} : { [name]: value };
};

/** One JSON line an event: correlation id and actor's code on each, never a body, a query string, a name. */
export const loggerModule = (service: string, { LOG_LEVEL }: Pick<PartConfig, 'LOG_LEVEL'>): DynamicModule =>
  LoggerModule.forRoot({
    pinoHttp: {
      level: LOG_LEVEL,
      base: { service },
      mixin: () => {
        const context = currentContext();
        return context ? { correlationId: context.correlationId, actor: context.actor?.code } : {};
      },
      hooks: {
        logMethod(line, write) {
          if (!bootNoise.has(contextOf(line[0]))) write.apply(this, line);
        },
      },
      autoLogging: { ignore: ({ url = '' }) => quiet.test(url) },
      customAttributeKeys: { responseTime: 'ms' },
      customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
      customErrorObject: (_request, _response, _error, { err: _, ...line }: Record<string, unknown>) => line,
      wrapSerializers: false,
      serializers: {
        err: errorForLog,
        req: ({ method, originalUrl }: Request) => ({ method, path: originalUrl.split('?')[0] }),
        res: ({ statusCode }: Response) => ({ statusCode }),
      },
    },
  });
