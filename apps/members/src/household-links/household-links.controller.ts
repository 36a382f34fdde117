import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import {
  householdLinkAnswer,
  householdLinkEndedAnswer,
  householdLinksAnswer,
  type LinkFormat,
  linkFormatQuery,
  makeHouseholdLinkBody,
  type MakeHouseholdLinks,
  makeHouseholdLinksBody,
} from '@jielong/members-contract/schemas';
import { Answer, ApiAnswer, Concerns, CurrentActor, Idempotent, Operation, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { holdHousehold } from '../households/held-household.js';
import { HouseholdLinkMaker } from './household-link-maker.js';
import { endLinks } from './household-links.rows.js';
import { type HomeLink, slipsPage } from './slips.js';

type Ended = z.output<typeof householdLinkEndedAnswer>;
const shown = ({ compoundName: _, ...link }: HomeLink) => link;
/** Shown once, so that neither a cache nor an Idempotency-Key keeps it: asking again makes another. */
const once = (body: unknown) => new Answer(201, body, { 'Cache-Control': 'no-store' });

const oneAs: Readonly<Record<LinkFormat, (link: HomeLink) => Answer>> = {
  json: (link) => once(shown(link)),
  slip: (link) => slipsPage([link]),
};
const allAs: Readonly<Record<LinkFormat, (links: readonly HomeLink[]) => Answer>> = {
  json: (links) => once({ items: links.map(shown) }),
  slip: slipsPage,
};
const again = 'Asking again makes another link; the one before is over. `?format=slip` is a page to print, with a code to scan.';

/** The link on a slip of paper by which a household orders, and sees what is its own. */
@Controller('households')
export class HouseholdLinksController {
  constructor(private readonly maker: HouseholdLinkMaker) {}

  /** A link for one household. */
  @Post(':id/link')
  @HttpCode(201)
  @Operation('makeHouseholdLink', 'households.link', 'make the link of a household / 生成住户链接', again)
  @ApiProduces('application/json', 'text/html')
  @ApiAnswer(201, householdLinkAnswer, 'the link is shown once')
  make(
    @Param('id', { schema: idSchema }) household: string,
    @Query({ schema: linkFormatQuery }) { format }: { format: LinkFormat },
    @Body({ schema: makeHouseholdLinkBody }) _body: object,
    @CurrentActor() { community }: Actor,
  ): Work {
    return async (tx) => oneAs[format](await this.maker.forOne(tx, community, household));
  }

  /** Links for the households of a building that have none yet. */
  @Post('links')
  @HttpCode(201)
  @Concerns('buildings', ({ body }) => `${String(body['compound'])}-${String(body['building'])}`)
  @Operation('makeHouseholdLinks', 'households.link', 'make the links of a building / 整栋生成住户链接', again)
  @ApiProduces('application/json', 'text/html')
  @ApiAnswer(201, householdLinksAnswer, 'in the order of the rooms; the links are shown once')
  makeAll(
    @Query({ schema: linkFormatQuery }) { format }: { format: LinkFormat },
    @Body({ schema: makeHouseholdLinksBody }) homes: MakeHouseholdLinks,
    @CurrentActor() { community }: Actor,
  ): Work {
    return async (tx) => allAs[format](await this.maker.forHomes(tx, community, homes));
  }

  /** A slip that was lost opens nothing any more. What was ordered by it stays. */
  @Post(':id/link/revocation')
  @HttpCode(200)
  @Idempotent()
  @Operation('revokeHouseholdLink', 'households.link', 'revoke the link of a household / 作废住户链接')
  @ApiAnswer(200, householdLinkEndedAnswer, 'it opens nothing from now on')
  revoke(@Param('id', { schema: idSchema }) household: string, @Body({ schema: makeHouseholdLinkBody }) _body: object): Work<Ended> {
    return async (tx) => {
      await holdHousehold(tx, household);
      return { household, ended: await endLinks(tx, [household]) };
    };
  }
}
