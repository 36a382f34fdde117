/** `npm run reset`: forgets the data of `npm start`. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { placeOf } from './postgres.ts';
import { dataDir, running } from './running.ts';
import { showTrouble, Trouble } from './say.ts';

const other = running();
if (other) {
  showTrouble(new Trouble(`Jielong runs (process ${other.pid}) and uses the data. Stop it with Ctrl-C first.`));
  process.exitCode = 1;
} else if (existsSync(dataDir)) {
  for (const place of [placeOf(join(dataDir, 'postgres')), dataDir]) rmSync(place, { recursive: true, force: true });
  console.log('The data is gone. The next `npm start` begins with the sample community.');
  if (process.env['DATABASE_URL']) console.log('What is in DATABASE_URL stays: that server is yours.');
} else {
  console.log('There is no data to forget.');
}
