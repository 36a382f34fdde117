import { Controller, Get, Inject, Param, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { communityIdSchema } from '@jielong/kernel/schemas';
import { compoundSchema } from '@jielong/orders-contract/schemas';
import { type Answer, inCommunity, type LinkingConfig, PageFilter, Public, SERVICE_CONFIG } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { noticePage } from './notice-page.js';
import { readNotice } from './notice.query.js';

/** What everybody may read, whoever they are: times and places. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('notices')
export class NoticesController {
  constructor(
    private readonly db: DataSource,
    @Inject(SERVICE_CONFIG) private readonly config: Pick<LinkingConfig, 'PUBLIC_URL'>,
  ) {}

  /** The notice of a compound, named by its code. */
  @Get(':community/:compound')
  show(
    @Param('community', { schema: communityIdSchema }) community: string,
    @Param('compound', { schema: compoundSchema }) compound: string,
  ): Promise<Answer<string>> {
    const address = new URL(`/api/notices/${community}/${encodeURIComponent(compound)}`, this.config.PUBLIC_URL);
    return inCommunity(this.db, community, async (tx) => noticePage(await readNotice(tx, compound), address.href));
  }
}
