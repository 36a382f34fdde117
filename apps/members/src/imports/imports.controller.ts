import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { importAnswer, importBody, importQuery } from '@jielong/kernel/schemas';
import type { ImportKind } from '@jielong/members-contract';
import { importKindSchema } from '@jielong/members-contract/schemas';
import { ApiAnswer, CurrentActor, Idempotent, importFiles, type ImportResult, isCommit, Operation, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { organisationImporter } from './organisation.importer.js';

/** Files come as text in the body. */
export const bodyLimit = '5mb';

@Controller('imports')
export class ImportsController {
  @Post(':kind')
  @HttpCode(200)
  @Idempotent(isCommit)
  @Operation(
    'importLists',
    'organisation.import',
    'Preview or commit an import of lists',
    'Compares the files with what is known: new, changed, gone, unchanged. A commit writes all of it or nothing; the same files again change nothing. 422 `import-errors` names every mistake by file, line, column and reason; 409 `changed-since-preview` where the revision of the preview no longer fits. A preview needs no Idempotency-Key.',
  )
  @ApiAnswer(200, importAnswer, 'the differences; with mode=commit they are written')
  take(
    @CurrentActor() { community }: Actor,
    @Param('kind', { schema: importKindSchema }) kind: ImportKind,
    @Query({ schema: importQuery }) { mode }: z.output<typeof importQuery>,
    @Body({ schema: importBody }) body: z.output<typeof importBody>,
  ): Work<ImportResult> {
    return importFiles({ kind, mode, ...body }, organisationImporter(kind, community));
  }
}
