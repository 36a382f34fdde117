import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { exportAnswer, exportQuery } from '@jielong/kernel/schemas';
import { fileNames, importKinds, sheetNames } from '@jielong/members-contract';
import { organisationFiles } from '@jielong/members-domain';
import { ApiAnswer, CurrentActor, exportFiles, type ExportResult, Operation, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { knownOrganisation } from '../imports/known-organisation.js';

@Controller('exports')
export class ExportsController {
  @Get('organisation')
  @Operation(
    'exportOrganisation',
    'organisation.export',
    'The whole organisation as files, in the columns in which it is imported',
    'With names and phones. Imported again as they are, the files change nothing; no spreadsheet runs a cell of them. That it was exported is recorded.',
  )
  @ApiAnswer(200, exportAnswer, 'a CSV file for each table, or a workbook with a sheet for each')
  organisation(@Query({ schema: exportQuery }) { format }: z.output<typeof exportQuery>, @CurrentActor() actor: Actor): Work<ExportResult> {
    return async (tx) => {
      const tables = organisationFiles(await knownOrganisation(tx));
      const sheets = importKinds.organisation.map((name) => ({
        stem: fileNames[name].replace(/\.csv$/, ''),
        sheet: sheetNames[name],
        table: tables[name],
      }));
      return exportFiles(tx, { kind: 'organisation', format, sheets }, actor);
    };
  }
}
