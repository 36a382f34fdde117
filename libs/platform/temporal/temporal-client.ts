import { Client, Connection } from '@temporalio/client';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SERVICE_CONFIG, type PartConfig } from '../config/service-config.js';
import { contextCarrier } from './context.interceptors.js';
import { EncryptionCodec } from './encryption.codec.js';

type TemporalConfig = Pick<PartConfig, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE' | 'CODEC_KEYS'>;

/** Connects on first use, so that a service boots and answers while Temporal is away. */
@Injectable()
export class TemporalClient extends Client implements OnApplicationShutdown {
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
    return this.withDeadline(Date.now() + patienceMs, call);
  }

  /** Whether Temporal answers within a second. */
  async isReachable(): Promise<boolean> {
    const ask = () => this.connection.workflowService.getSystemInfo({});
    return this.patiently(ask, 1_000).then(
      () => true,
      () => false,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
