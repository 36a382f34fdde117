import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { importAnswer, importBody, importQuery, pageQuery } from '@jielong/kernel/schemas';
import { bundleAnswer, pageAnswer } from '@jielong/orders-contract/schemas';
import { ApiAnswer, Idempotent, importFiles, type ImportResult, isCommit, Operation, type Page, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { type Bundle, listBundles } from './bundle-list.js';
import { importCatalogue } from './catalogue.import.js';

@ApiTags('catalogue')
@Controller()
export class CatalogueController {
  /** Reads a catalogue.csv: what is new, changed, gone; all or nothing. */
  @Post('imports/catalogue')
  @HttpCode(200)
  @Idempotent(isCommit)
  @Operation('importCatalogue', 'catalogue.import', 'import the catalogue / 导入套餐目录')
  @ApiAnswer(200, importAnswer, 'what the file changes, or has changed')
  take(
    @Query({ schema: importQuery }) { mode }: z.output<typeof importQuery>,
    @Body({ schema: importBody }) body: z.output<typeof importBody>,
  ): Work<ImportResult> {
    return importFiles({ kind: 'catalogue', mode, ...body }, importCatalogue);
  }

  /** What can be opened in a run. */
  @Get('bundles')
  @Operation('listBundles', 'catalogue.read', 'the catalogue / 套餐目录')
  @ApiAnswer(200, pageAnswer(bundleAnswer), 'a page')
  list(@Query({ schema: pageQuery }) page: z.output<typeof pageQuery>): Work<Page<Bundle>> {
    return (tx) => listBundles(tx, page);
  }
}
