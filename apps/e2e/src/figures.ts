import { Person } from './api.js';
import { Histories } from './histories.js';
import { measuredDay, measuredDays, sizesOf } from './measured-day.js';

/** Prints what histories come to, as one JSON object: for 170 and for 2,000 portions, and for two stops. */
const office = new Person(process.env['JIELONG_URL'] ?? 'http://127.0.0.1:3000', 'sample/S001');
const histories = await Histories.open(process.env['TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233', process.env['TEMPORAL_NAMESPACE'] ?? 'jielong');
const sizes: Record<string, object> = {};
for (const [name, measured] of Object.entries(measuredDays))
  sizes[name] = await sizesOf(histories, await measuredDay(office, histories, measured));
await histories.close();
process.stdout.write(`${JSON.stringify(sizes)}\n`);
