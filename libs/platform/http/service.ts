import 'reflect-metadata';
import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { Logger } from 'nestjs-pino';
import { SERVICE_CONFIG, type PartConfig } from '../config/service-config.js';
import { correlate } from '../context/correlation.js';
import { ProblemFilter } from '../errors/problem.filter.js';
import { AnswerInterceptor } from './answer.js';
import { jsonBody, jsonOnly } from './body.js';
import { BoundedAdapter } from './bounded-server.js';
import { stopOnSignals } from './graceful-stop.js';
import { HealthController } from './health.controller.js';
import { HealthParts } from './health-parts.js';
import { knownPaths } from './known-paths.js';
import { loggerModule } from './logging.js';
import { Metrics, MetricsController, MetricsInterceptor } from './metrics.js';
import { serveOpenApi } from './openapi.js';
import { ValidationPipe } from './validation.js';
import { WorkInterceptor } from './work.js';

export interface ServiceOptions {
  /** `orders`: in logs, in the title of the documentation. */
  readonly name: string;
  readonly module: Type<object> | DynamicModule;
  /** What `readConfig(serviceConfigSchema)` or an extension of it gave. */
  readonly config: PartConfig;
  /** How large a body may be; `2mb` where nothing is said. */
  readonly bodyLimit?: string;
  /** Paths below `/api` of pages with forms: they take no JSON, and nothing else takes what a form sends. */
  readonly pages?: readonly string[];
  /** Middleware that comes before bodies are read: a proxy. */
  readonly first?: (app: NestExpressApplication) => void;
  /** The module answers `/health/…` itself. */
  readonly ownHealth?: boolean;
}

@Global()
@Module({})
class ServiceModule {}

const serviceModule = ({ name, module, config, ownHealth = false }: ServiceOptions): DynamicModule => ({
  module: ServiceModule,
  imports: [loggerModule(name, config), module],
  controllers: [...(ownHealth ? [] : [HealthController]), MetricsController],
  providers: [
    { provide: SERVICE_CONFIG, useValue: config },
    HealthParts,
    Metrics,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: ValidationPipe },
    { provide: APP_INTERCEPTOR, useClass: MetricsInterceptor },
    { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
    { provide: APP_INTERCEPTOR, useClass: WorkInterceptor }, // innermost: what work gives is then answered
  ],
  exports: [SERVICE_CONFIG, HealthParts, Metrics],
});

/** What somebody was told is theirs: neither a shared browser nor a proxy keeps it, unless an answer says otherwise. */
function notKept(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}

/** A form has a few numbers and a remark. */
const formLimit = '32kb';

/** The application, ready but not listening: tests give it to supertest, or call `listen(0)`. */
export async function createService(options: ServiceOptions): Promise<NestExpressApplication> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest types its options as a class
  const app = await NestFactory.create<NestExpressApplication>(serviceModule(options), new BoundedAdapter(options.config), {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.use(correlate, notKept);
  options.first?.(app);
  app.use(knownPaths, jsonOnly(options.pages?.map((path) => `/api${path}`)), jsonBody(options.bodyLimit ?? '2mb'));
  app.useBodyParser('urlencoded', { extended: false, limit: formLimit });
  app.setGlobalPrefix('api', { exclude: ['health/live', 'health/ready', 'metrics'] });
  serveOpenApi(app, options.name);
  return app;
}

/** Listens on HOST and PORT until SIGTERM or SIGINT, then stops in order within 8 s. */
export async function serveUntilStopped(app: NestExpressApplication, { HOST, PORT }: PartConfig): Promise<void> {
  app.get(Metrics).collectProcess();
  stopOnSignals(app);
  await app.listen(PORT, HOST);
  app.get(Logger).log({ host: HOST, port: PORT, ms: Math.round(performance.now()) }, 'listening');
}

/** A service's whole `main.ts`. */
export const bootstrapService = async (options: ServiceOptions): Promise<void> =>
  serveUntilStopped(await createService(options), options.config);
