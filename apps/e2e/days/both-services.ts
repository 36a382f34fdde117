import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LogisticsActivities } from '@jielong/logistics-contract';
import type { OrdersActivities, RunState } from '@jielong/orders-contract';
import type { GoodsState } from '@jielong/logistics-contract';
import type pg from 'pg';
import { Auditor } from '../src/invariants.js';

/** One run, as its workflow knows it. */
export interface RunNow {
  readonly orders: RunState;
  readonly goods: GoodsState;
}
interface Database {
  readonly adminUrl: string;
  url(schema: string, right?: 'owner' | 'app'): string;
}
interface OrdersService {
  readonly app: { get<T>(type: unknown, options: { strict: false }): T };
  readonly admin: pg.Client;
  readonly database: Database;
  call<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  householdAt(room: string): Promise<string>;
  stop(): Promise<void>;
}
interface Source {
  initialize(): Promise<unknown>;
  destroy(): Promise<void>;
}
/** The gate: what an offline device has handed out, and who asks online. */
export interface Gate {
  ask(actor: object, body: object): Promise<{ status: string }>;
  state(actor: object, batch: { deviceId: string; scans: readonly object[] }): Promise<readonly { status: string; code?: string }[]>;
}
type Following = (between: {
  community: string;
  runId: string;
  orders: OrdersActivities;
  logistics: LogisticsActivities;
  note: (text: string) => void;
}) => (run: RunNow) => Promise<RunNow>;

const root = join(import.meta.dirname, '../../..');
/** What is tried here is all of it together, which no code of the product may import: it is loaded, and known by its contracts. */
const load = async <M>(path: string): Promise<M> => (await import(pathToFileURL(join(root, path)).href)) as M;

/** The activities of orders and logistics on one real database, and what the workflow does between them; without Temporal. */
export class BothServices {
  private readonly homes = new Map<string, Promise<string>>();

  private constructor(
    readonly service: OrdersService,
    readonly orders: OrdersActivities,
    readonly logistics: LogisticsActivities,
    readonly gate: Gate,
    readonly following: Following,
    readonly auditor: Auditor,
    private readonly source: Source,
  ) {}

  static async open(): Promise<BothServices> {
    const { migrate, dataSourceOptions } = await load<{
      migrate: (what: object, url: string) => Promise<void>;
      dataSourceOptions: (what: object, config: object) => object;
    }>('libs/platform/index.ts');
    const { migrations } = await load<{ migrations: unknown }>('apps/logistics/migrations/index.ts');
    const { ordersService } = await load<{ ordersService(prepare: (database: Database) => Promise<void>): Promise<OrdersService> }>(
      'apps/orders/spec/orders-service.ts',
    );
    const service = await ordersService((database) => migrate({ schema: 'logistics', migrations }, database.url('logistics', 'owner')));
    await service.admin.query('GRANT USAGE ON SCHEMA members TO jielong_logistics_app'); // what members publishes to it
    await service.admin.query('GRANT SELECT ON ALL TABLES IN SCHEMA members TO jielong_logistics_app');
    const { OrdersActivityService } = await load<{ OrdersActivityService: unknown }>('apps/orders/src/steps/orders.activities.ts');
    const { LogisticsStepActivities } = await load<{ LogisticsStepActivities: new (source: Source) => LogisticsActivities }>(
      'apps/logistics/src/steps/step.activities.ts',
    );
    const { DataSource } = await import('typeorm');
    const config = { DATABASE_URL: service.database.url('logistics'), DATABASE_POOL: 12 };
    const source = new DataSource(dataSourceOptions({ schema: 'logistics' }, config) as never);
    await source.initialize();
    const { following } = await load<{ following: Following }>('libs/orders/workflows/allocation-follows.ts');
    const { PickupDesk } = await load<{ PickupDesk: new (source: Source) => Gate }>('apps/logistics/src/pickups/pickup-desk.ts');
    const orders = service.app.get<OrdersActivities>(OrdersActivityService, { strict: false });
    const auditor = await Auditor.open(service.database.adminUrl); // of the administrator: no row-level security hides anything
    return new BothServices(service, orders, new LogisticsStepActivities(source), new PickupDesk(source), following, auditor, source);
  }

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
