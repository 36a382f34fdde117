import { Controller, Get, Query, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiAnswer } from '../http/api-docs.js';
import { Operation } from '../http/operation.js';
import type { Work } from '../http/work.js';
import { verify, type VerificationPage } from './verify.js';

const link = { seq: z.number().int().min(0), hash: z.string() };
const verificationQuery = z.strictObject({
  after: z.string().optional().meta({ description: '`next` of the page before' }),
  keptSeq: z.coerce.number().int().min(1).optional().meta({ description: 'of a seal that was kept: the chain has to pass through it' }),
  keptHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .meta({ description: 'the hash of that seal' }),
});
const verificationAnswer = z.object({
  checked: z.number().int().meta({ description: 'seals looked at in this page' }),
  findings: z.array(
    z.object({
      what: z.enum(['changed', 'missing', 'gap', 'cut', 'unsealed', 'rewritten']),
      seq: z.number().int().nullable().meta({ description: 'place in the chain' }),
      entryId: z.string().nullable().meta({ description: 'of the audit entry' }),
    }),
  ),
  head: z.object(link).meta({ description: 'the last seal looked at: keep it to show it to a later verification' }),
  next: z.string().nullable(),
});

/** The chain of one service's audit entries: `auditController('orders', '订单')`. */
export function auditController(service: string, zh: string): Type<object> {
  const name = `${service[0]?.toUpperCase()}${service.slice(1)}`;

  @ApiTags('audit')
  @Controller('audit')
  class AuditController {
    /** Recomputes a page of the chain: findings name what does not say any more what was sealed. Rows hold it up as little as they can: it reads. */
    @Get(`${service}/verification`)
    @Operation(`verify${name}Audit`, 'audit.verify', `verify the audit chain of ${service} / 核验审计链（${zh}）`)
    @ApiAnswer(200, verificationAnswer, 'a page; `next` is null at the end of the chain')
    page(@Query({ schema: verificationQuery }) query: z.output<typeof verificationQuery>): Work<VerificationPage> {
      return (tx) => verify(tx, query);
    }
  }
  return AuditController;
}
