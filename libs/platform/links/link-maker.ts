import { Inject, Injectable } from '@nestjs/common';
import { type Actor, DomainError } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { ACTOR_OPTIONS, type ActorOptions } from '../actor/actor-options.js';
import { refuseStrangers } from '../actor/strangers.js';
import { SERVICE_CONFIG } from '../config/service-config.js';
import { nameless, notThere } from '../steps/ladder.js';
import type { StepKey } from '../steps/step-rows.js';
import { STEP_LINKS, type StepLinkOptions } from './linked-step.js';
import { Reporters } from './reporters.js';
import { type LinkWish, writeLink } from './step-links.rows.js';

/** Shown once. */
export interface ShownLink {
  readonly id: string;
  readonly person: string;
  readonly link: string;
  readonly expiresAt: Date;
}

/** Makes links by which one person reports one step. */
@Injectable()
export class LinkMaker {
  constructor(
    private readonly reporters: Reporters,
    @Inject(STEP_LINKS) private readonly options: StepLinkOptions,
    @Inject(ACTOR_OPTIONS) private readonly actors: ActorOptions,
    @Inject(SERVICE_CONFIG) private readonly config: { readonly PUBLIC_URL: string },
  ) {}

  /** Refuses a step that no page asks for, or nobody is asked for, and a person who may not report it. Asking again makes another link. */
  async make(tx: EntityManager, { community }: Pick<Actor, 'community'>, wish: LinkWish): Promise<ShownLink> {
    const linked = this.options.steps.find(({ definition }) => definition.step === wish.step);
    if (!linked) throw noPageFor(wish.step, this.options);
    const at = await this.placeOf(tx, wish);
    await refuseStrangers(tx, this.actors.peopleView, [wish.person]);
    const { id, credential, expiresAt } = await writeLink(tx, community, { ...wish, at });
    const { person, processId } = wish;
    if (!(await this.reporters.actorFor(tx, { community, person, processId, at, link: id }, linked))) throw notTheirs(wish);
    return { id, person, link: this.addressOf(credential), expiresAt };
  }

  /** Where it is asked for: as named, or the only place. */
  private async placeOf(tx: EntityManager, { processId, step, at }: StepKey): Promise<string | null> {
    const rows = await tx.query<{ at: string | null }[]>(
      'SELECT at FROM pending_steps WHERE process_id = $1 AND step = $2 AND ($3::text IS NULL OR at = $3) LIMIT 2',
      [processId, step, at ?? null],
    );
    const [only, ...others] = rows;
    if (!only || others.length) throw await notThere(tx, { processId, step }, this.options.placeNames ?? nameless);
    return only.at;
  }

  /** What opens it stands in the query, which no log keeps. */
  private addressOf(credential: string): string {
    const url = new URL(`/api/steps/${this.options.service}/page`, this.config.PUBLIC_URL);
    url.searchParams.set('t', credential);
    return url.href;
  }
}

const noPageFor = (step: string, { steps }: StepLinkOptions) => {
  const names = steps.map(({ definition }) => definition.step).join(', ');
  return new DomainError(
    'invalid',
    'no-page-for',
    {
      zh: `${step} 没有登记页面。可以发链接的步骤：${names}。`,
      en: `There is no page for ${step}. Links are made for: ${names}.`,
    },
    { step },
  );
};
const notTheirs = ({ step, person }: LinkWish) =>
  new DomainError(
    'invalid',
    'not-their-step',
    {
      zh: `${person} 不能登记 ${step}：没有这个角色，或者不在其负责的范围内。请换一个人，或先在人员表里给他这个角色。`,
      en: `${person} may not report ${step}: they lack the role, or it is not where they are responsible. Name somebody else, or give them the role first.`,
    },
    { step, person },
  );
