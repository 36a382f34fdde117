import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { migrationFor, scratchService, type ScratchService } from '../spec/scratch-service.js';
import { migrate } from './migrate.js';

@Entity('orders')
class AsMigrated {
  @PrimaryColumn({ name: 'order_id', type: 'text' }) orderId: string;
  @Column('integer') portions: number;
}
@Entity('orders')
class AheadOfIt {
  @PrimaryColumn({ name: 'order_id', type: 'text' }) orderId: string;
  @Column('bigint') portions: string;
  @Column({ type: 'text', nullable: true }) remark: string | null;
}

let service: ScratchService;
beforeAll(async () => void (service = await scratchService()));
afterAll(() => service.drop());
const app = () => new URL(service.appUrl).username;
const of = (entity: new () => object) => ({ schema: 'scratch', entities: [entity], migrations: [migrationFor(app())] });

test('entities that say what the tables hold are no drift, though the tables hold more', async () => {
  await migrate(of(AsMigrated), service.ownerUrl, ['--drift']);
});

test('another type and a missing column are drift, named as the SQL that would mend them', async () => {
  const drift = migrate(of(AheadOfIt), service.ownerUrl, ['--drift']);
  await expect(drift).rejects.toThrow('ADD "portions" bigint NOT NULL');
  await expect(migrate(of(AheadOfIt), service.ownerUrl, ['--drift'])).rejects.toThrow('ADD "remark" text');
});

test('every migration can be taken back and applied again; two that start at once do not meet', async () => {
  const twice = ['--down-up'];
  await Promise.all([migrate(of(AsMigrated), service.ownerUrl, twice), migrate(of(AsMigrated), service.ownerUrl, twice)]);
  await migrate(of(AsMigrated), service.ownerUrl, ['--drift']);
});
