/** `node set-up.js <community> [<person code>]`: a one-time link for the first coordinator of a community that has no account yet. */
import { firstNameOf } from '@jielong/members-domain';
import { dataSourceOptions, inCommunity, readConfig } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { setUpConfigSchema } from './accounts/set-up-config.js';
import { invite } from './accounts/invitations.rows.js';
import { linkTo } from './accounts/link.js';
import { foundCommunity } from './accounts/found-community.js';

const [community = '', coordinator = 'S001'] = process.argv.slice(2);
const hours = 24;
const config = readConfig(setUpConfigSchema);
const db = await new DataSource(dataSourceOptions({ schema: 'members' }, config)).initialize();
try {
  const link = await inCommunity(db, community, async (tx) => {
    const [account] = await tx.query<unknown[]>('SELECT FROM accounts LIMIT 1');
    if (account) return undefined;
    await foundCommunity(tx, firstNameOf(community), coordinator);
    return linkTo(config.PUBLIC_URL, '/api/join', (await invite(tx, community, coordinator, hours)).credential);
  });
  process.stdout.write(link === undefined ? `${community} is set up already.\n` : `${link}\n`);
} finally {
  await db.destroy();
}
