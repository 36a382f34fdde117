import { Controller, Get, Header, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Observable } from 'rxjs';
import { Public } from '../actor/permission.js';

/** One registry a service. Labels are routes and codes, never ids or names. */
@Injectable()
export class Metrics extends Registry {
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a handler’s begin to its end',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this],
  });

  private readonly checks = new Histogram({
    name: 'access_check_duration_seconds',
    help: 'Time to know whose a request is (token) and whether they may (permission)',
    labelNames: ['check'],
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.1],
    registers: [this],
  });

  /** Memory, event loop and the like; once in a process. */
  collectProcess(): void {
    collectDefaultMetrics({ register: this });
  }

  /** Times a check, also one that refuses. */
  async checked<Result>(check: 'token' | 'permission', work: () => Promise<Result>): Promise<Result> {
    const over = this.checks.startTimer({ check });
    return work().finally(over);
  }

  observe(request: Request, response: Response, seconds: number): void {
    this.requests.observe({ method: request.method, route: routeOf(request), status: response.statusCode }, seconds);
  }
}

/** `/api/trips/:id`; Express types it as anything. */
function routeOf(request: Request): string {
  const route: unknown = request.route;
  return typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string' ? route.path : 'none';
}

@Injectable()
export class MetricsInterceptor implements NestInterceptor {
  constructor(private readonly metrics: Metrics) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const began = performance.now();
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    const note = () => this.metrics.observe(http.getRequest<Request>(), response, (performance.now() - began) / 1_000);
    response.once('finish', note);
    return next.handle();
  }
}

@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** Prometheus' text format. */
  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  show(): Promise<string> {
    return this.metrics.metrics();
  }
}
