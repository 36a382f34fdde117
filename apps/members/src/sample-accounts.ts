/** `node sample-accounts.js`: accounts for everybody of the sample community, with the passphrase SAMPLE_PASSPHRASE; never in production. */
import { firstNameOf } from '@jielong/members-domain';
import { dataSourceOptions, inCommunity, readConfig } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { foundCommunity } from './accounts/found-community.js';
import { setUpConfigSchema } from './accounts/set-up-config.js';
import { secretHash } from './sessions/secret.js';

const community = 'sample';
const config = readConfig(
  setUpConfigSchema.omit({ PUBLIC_URL: true }).extend({
    NODE_ENV: z.enum(['development', 'test'], { error: 'must be development or test: anybody may know these accounts' }),
    SAMPLE_PASSPHRASE: z.string().min(12, 'must be 12 characters or more'),
  }),
);
const db = await new DataSource(dataSourceOptions({ schema: 'members' }, config)).initialize();
try {
  const kept = await secretHash(config.SAMPLE_PASSPHRASE);
  await inCommunity(db, community, async (tx) => {
    await foundCommunity(tx, firstNameOf(community), 'S001');
    await tx.query('INSERT INTO accounts (code, secret_hash) SELECT code, $1 FROM people WHERE ended_at IS NULL ON CONFLICT DO NOTHING', [
      kept,
    ]);
  });
} finally {
  await db.destroy();
}
