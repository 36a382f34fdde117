import { Client, Connection } from '@temporalio/client';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SERVICE_CONFIG, type PartConfig } from '../config/service-config.js';
import { contextCarrier } from './context.interceptors.js';
import { EncryptionCodec } from './encryption.codec.js';

type TemporalConfig = Pick<PartConfig, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE' | 'CODEC_KEYS'>;

/** Connects on first use, so that a service boots and answers while Temporal is away. */
@Injectable()
export class TemporalClient extends Client implements OnApplicationShutdown {
  private readonly asked = new Set<Promise<unknown>>();

  constructor(@Inject(SERVICE_CONFIG) config: TemporalConfig) {
    super({
      connection: Connection.lazy({ address: config.TEMPORAL_ADDRESS, connectTimeout: '3 seconds' }),
      namespace: config.TEMPORAL_NAMESPACE,
      dataConverter: { payloadCodecs: [new EncryptionCodec(config.CODEC_KEYS)] },
      interceptors: { workflow: [contextCarrier] },
    });
  }

  /** Gives up in time to answer somebody. Without a deadline, a call hangs for 20 seconds when Temporal is away. */
  patiently<T>(call: () => Promise<T>, patienceMs = 5_000): Promise<T> {
    const asked = this.withDeadline(Date.now() + patienceMs, call);
    const forget = () => this.asked.delete(asked);
    this.asked.add(asked);
    asked.then(forget, forget);
    return asked;
  }

  /** Each call gets a signal of its own: the SDK never stops listening, and one that lives as long as a service would keep every call. */
  override async withAbortSignal<R>(signal: AbortSignal, call: () => Promise<R>): Promise<R> {
    const own = new AbortController();
    const abort = () => own.abort();
    signal.addEventListener('abort', abort);
    try {
      return await super.withAbortSignal(own.signal, call);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Whether Temporal answers within a second. */
  async isReachable(): Promise<boolean> {
    const ask = () => this.connection.workflowService.getSystemInfo({});
    return this.patiently(ask, 1_000).then(
      () => true,
      () => false,
    );
  }

  /** A call that is repeated on a closed connection throws where nobody can catch it. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.asked);
    await this.connection.close();
  }
}
