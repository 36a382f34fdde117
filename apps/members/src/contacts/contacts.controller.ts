import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { contactAnswer } from '@jielong/members-contract/schemas';
import { handingOver } from '@jielong/members-domain';
import { Access, ApiAnswer, Concerns, CurrentActor, Operation, type Work } from '@jielong/platform';
import { type Contacted, contactHousehold } from './contact-household.js';

@Controller('households')
export class ContactsController {
  constructor(private readonly access: Access) {}

  @Post(':id/contact')
  @HttpCode(200)
  @Concerns('household-contacts', ({ params }) => params['id'])
  @Operation(
    'contactHousehold',
    'households.contact',
    'Surname, last digits and a call, while something waits that the caller hands over to the household',
    'Without a reason and not counted; that it was asked for is recorded. For whoever may record the pickup, or the delivery, of an order that waits ' +
      'at an open point. 403 `no-open-step`: POST /api/households/{id}/reveal shows it for a reason.',
  )
  @ApiAnswer(200, contactAnswer, 'as much as it takes')
  contact(@Param('id', { schema: idSchema }) id: string, @CurrentActor() actor: Actor): Work<Contacted> {
    return (tx) => contactHousehold(tx, id, (order) => this.access.covers(actor, handingOver(order), order.part));
  }
}
