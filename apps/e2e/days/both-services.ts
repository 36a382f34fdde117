import type { GoodsState } from '@jielong/logistics-contract';
import type { RunState } from '@jielong/orders-contract';
import { dataSourceOptions, inCommunity, keepKeys, migrate } from '@jielong/platform';
import { testDataKeys } from '@jielong/testing';
import { DataSource, type EntityManager } from 'typeorm';
import { migrations } from '../../logistics/migrations/index.js';
import { SignedLogistics } from '../../logistics/spec/signed-logistics.js';
import { PickupDesk } from '../../logistics/src/pickups/pickup-desk.js';
import { type OrdersService, ordersService } from '../../orders/spec/orders-service.js';
import { SignedOrders } from '../../orders/spec/signed-orders.js';
import { following } from '../../../libs/orders/workflows/allocation-follows.js';
import { Auditor } from '../src/invariants.js';

/** One run, as its workflow knows it. */
export interface RunNow {
  readonly orders: RunState;
  readonly goods: GoodsState;
}

/**
 * The activities of orders and logistics on one real database, and what the workflow does between them; without Temporal. What is tried
 * here is all of it together, which only `days` may import.
 */
export class BothServices {
  private readonly homes = new Map<string, Promise<string>>();

  private constructor(
    readonly service: OrdersService,
    readonly orders: SignedOrders,
    readonly logistics: SignedLogistics,
    /** The gate: what an offline device has handed out, and who asks online. */
    readonly desk: PickupDesk,
    readonly auditor: Auditor,
    private readonly source: DataSource,
  ) {}

  static async open(): Promise<BothServices> {
    const service = await ordersService(async (database) => {
      await migrate({ schema: 'logistics', migrations }, database.url('logistics', 'owner'));
    });
    await service.admin.query('GRANT USAGE ON SCHEMA members TO jielong_logistics_app'); // what members publishes to it
    await service.admin.query('GRANT SELECT ON ALL TABLES IN SCHEMA members TO jielong_logistics_app');
    const config = { DATABASE_URL: service.database.url('logistics'), DATABASE_POOL: 12 };
    const source = new DataSource(dataSourceOptions({ schema: 'logistics' }, config));
    await keepKeys(source, testDataKeys).initialize();
    const orders = SignedOrders.of(service.app);
    const auditor = await Auditor.open(service.database.adminUrl); // of the administrator: no row-level security hides anything
    return new BothServices(service, orders, SignedLogistics.on(source), new PickupDesk(source), auditor, source);
  }

  /** What the run's workflow does between the two whenever something has been said. */
  following = (community: string, runId: string) =>
    following({ community, runId, orders: this.orders, logistics: this.logistics, note: () => undefined });

  /** One transaction of logistics, as its endpoints have it. */
  inLogistics = <T>(community: string, work: (tx: EntityManager) => Promise<T>): Promise<T> => inCommunity(this.source, community, work);

  /** Asked for once: the administrator's connection takes one question at a time. */
  householdAt(room: string): Promise<string> {
    const known = this.homes.get(room) ?? this.service.householdAt(room);
    this.homes.set(room, known);
    return known;
  }

  async close(): Promise<void> {
    await this.auditor.close();
    await this.source.destroy();
    await this.service.stop();
  }
}
