import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { type Actor, type Exported, exportMark } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { arrivedText, type Sheet, sheetCsv, sheetHtml, unclaimedText } from '@jielong/logistics-domain';
import { Answer, ApiAnswer, attachment, audit, Concerns, CurrentActor, Operation, type Work } from '@jielong/platform';
import { z } from 'zod';
import { readSheet, readUnclaimed } from './sheet.query.js';

const kindSchema = z.enum(['pickup', 'to-door']).meta({ example: 'pickup' });
const sheetQuery = z.strictObject({
  format: z.enum(['html', 'csv']).default('html'),
  point: idSchema.optional().meta({ description: 'one pickup point; all of the run where it is left out' }),
});
type Kind = z.output<typeof kindSchema>;
type SheetQuery = z.output<typeof sheetQuery>;

/** Addresses are on it: kept by nobody on the way, and nothing on the page can run or fetch. */
const guarded = { 'Cache-Control': 'no-store', 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'" };
const page =
  (type: string) =>
  (body: string, headers: Readonly<Record<string, string>> = {}) =>
    new Answer(200, body, { ...guarded, 'Content-Type': `${type}; charset=utf-8`, ...headers });

const formats: Readonly<Record<SheetQuery['format'], (sheet: Sheet, exported: Exported) => Answer<string>>> = {
  html: (sheet, exported) => page('text/html')(sheetHtml(sheet, exported)),
  csv: (sheet, exported) =>
    page('text/csv')(
      sheetCsv(sheet, exported),
      attachment(`${sheet.kind}-${sheet.serviceDate}-v${sheet.version}_${exportMark(exported)}.csv`),
    ),
};

/** Lists to print and texts to paste. */
@Controller('supply-runs/:id')
export class SheetsController {
  /**
   * By building, unit and room with boxes to tick; a page code on each page stays the same while the version of the allocation does. `pickup`:
   * those who come; `to-door`: those who are brought their portions, and how, never why. In Chinese, A4. It says who took it and when; reading it is recorded.
   */
  @Get('sheets/:kind')
  @Concerns('pickup-points', ({ params, query }) => query['point'] ?? params['id'])
  @Operation('readSheet', 'sheets.read', 'A list for the gate, as printable HTML or CSV. 取货清单、送货清单')
  @ApiProduces('text/html', 'text/csv')
  @ApiAnswer(200, z.string(), 'the sheet')
  sheet(
    @Param('id', { schema: idSchema }) run: string,
    @Param('kind', { schema: kindSchema }) kind: Kind,
    @Query({ schema: sheetQuery }) { format, point }: SheetQuery,
    @CurrentActor() actor: Actor,
  ): Work<string> {
    return async (tx) => {
      const sheet = await readSheet(tx, run, kind, point);
      await audit(tx, {
        action: 'readSheet',
        subjectKind: 'supply-run',
        subjectId: run,
        details: { kind, format, version: sheet.version },
      });
      return formats[format](sheet, { by: actor.code, at: new Date() });
    };
  }

  /** Rooms that have not come yet, how many portions, where and until when, ready to paste into the group chat. No names. */
  @Get('group-texts/unclaimed')
  @Concerns('pickup-points', ({ params }) => params['id'])
  @Operation('unclaimedText', 'sheets.read', 'Who has not picked up yet, for the group chat. 未取提醒')
  @ApiProduces('text/plain')
  @ApiAnswer(200, z.string(), 'the text')
  unclaimed(@Param('id', { schema: idSchema }) run: string): Work<string> {
    return async (tx) => page('text/plain')(unclaimedText(await readUnclaimed(tx, run)));
  }

  /** What has come and where it can be fetched, ready to paste into the group chat. */
  @Get('group-texts/arrived')
  @Operation('arrivedText', 'sheets.read', 'What has come, for the group chat. 到货通知')
  @ApiProduces('text/plain')
  @ApiAnswer(200, z.string(), 'the text')
  arrived(@Param('id', { schema: idSchema }) run: string): Work<string> {
    return async (tx) => page('text/plain')(arrivedText(await readUnclaimed(tx, run)));
  }
}
