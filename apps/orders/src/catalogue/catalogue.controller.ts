import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { importAnswer, importBody, importQuery, pageQuery } from '@jielong/kernel/schemas';
import { bundleAnswer, pageAnswer } from '@jielong/orders-contract/schemas';
import { ApiAnswer, CurrentActor, Idempotent, importFiles, ImportKey, inCommunity, type Page, Permission } from '@jielong/platform';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { type Bundle, listBundles } from './bundle-list.js';
import { importCatalogue } from './catalogue.import.js';

@ApiTags('catalogue')
@Controller()
export class CatalogueController {
  constructor(private readonly db: DataSource) {}

  /** Reads a catalogue.csv: what is new, changed, gone; all or nothing. */
  @Post('imports/catalogue')
  @HttpCode(200)
  @Idempotent()
  @Permission('catalogue.import')
  @ApiOperation({ operationId: 'importCatalogue', summary: 'import the catalogue / 导入套餐目录' })
  @ApiAnswer(200, importAnswer, 'what the file changes, or has changed')
  take(
    @Query({ schema: importQuery }) _query: z.output<typeof importQuery>,
    @Body({ schema: importBody }) body: z.output<typeof importBody>,
    @ImportKey() key: string | undefined,
    @CurrentActor() actor: Actor,
  ) {
    return importFiles(this.db, actor, { kind: 'catalogue', key, ...body }, importCatalogue);
  }

  /** What can be opened in a run. */
  @Get('bundles')
  @Permission('catalogue.read')
  @ApiOperation({ operationId: 'listBundles', summary: 'the catalogue / 套餐目录' })
  @ApiAnswer(200, pageAnswer(bundleAnswer), 'a page')
  list(@Query({ schema: pageQuery }) page: z.output<typeof pageQuery>, @CurrentActor() { community }: Actor): Promise<Page<Bundle>> {
    return inCommunity(this.db, community, (tx) => listBundles(tx, page));
  }
}
