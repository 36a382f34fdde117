import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { Access } from '../actor/access.js';
import { askIn } from '../actor/belongings.js';
import { currentContext } from '../context/context.js';
import { type LinkedStep, STEP_LINKS, type StepLinkOptions } from './linked-step.js';

/** Somebody, before which step. */
export interface Reporter {
  readonly community: string;
  readonly person: string;
  readonly processId: string;
  readonly at: string | null;
  /** The link by which they come. */
  readonly link: string;
}

/** Who may report a step by a link: whoever may at this moment, as for any report. */
@Injectable()
export class Reporters {
  constructor(
    private readonly access: Access,
    @Inject(STEP_LINKS) private readonly options: StepLinkOptions,
  ) {}

  /** The person, as who acts; undefined for whoever may not (any more). */
  async actorFor(tx: EntityManager, reporter: Reporter, { definition, options }: LinkedStep): Promise<Actor | undefined> {
    const { community, person, processId, at, link } = reporter;
    const grants = await this.options.grantsOf(tx, person);
    const kind = options.concerns ?? definition.process;
    const id = kind === definition.process ? processId.split(':')[1] : (at ?? processId.split(':')[1]);
    const asker = { community, grants, channel: 'link' } as const;
    if (!(await this.access.lets(asker, definition.permission, { kind, ids: () => [id] }, askIn(tx)))) return undefined;
    return { community, code: person, grants, channel: 'link', session: link, correlationId: currentContext()?.correlationId ?? '' };
  }
}
