import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { importAnswer, importBody, importQuery } from '@jielong/kernel/schemas';
import type { ImportKind } from '@jielong/members-contract';
import { importKindSchema } from '@jielong/members-contract/schemas';
import { ApiAnswer, CurrentActor, Idempotent, importFiles, ImportKey, Permission } from '@jielong/platform';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { organisationImporter } from './organisation.importer.js';

/** Files come as text in the body. */
export const bodyLimit = '5mb';

@Controller('imports')
export class ImportsController {
  constructor(private readonly db: DataSource) {}

  @Post(':kind')
  @HttpCode(200)
  @Idempotent()
  @Permission('organisation.import')
  @ApiOperation({
    operationId: 'importLists',
    summary: 'Preview or commit an import of lists',
    description:
      'Compares the files with what is known: new, changed, gone, unchanged. A commit writes all of it or nothing; the same files again change nothing. 422 `import-errors` names every mistake by file, line, column and reason; 409 `changed-since-preview` where the revision of the preview no longer fits. A preview needs no Idempotency-Key.',
  })
  @ApiAnswer(200, importAnswer, 'the differences; with mode=commit they are written')
  take(
    @CurrentActor() actor: Actor,
    @Param('kind', { schema: importKindSchema }) kind: ImportKind,
    @Query({ schema: importQuery }) _query: z.output<typeof importQuery>,
    @ImportKey() key: string | undefined,
    @Body({ schema: importBody }) body: z.output<typeof importBody>,
  ) {
    return importFiles(this.db, actor, { kind, key, ...body }, organisationImporter(kind, actor.community));
  }
}
