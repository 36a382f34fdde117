import { Injectable } from '@nestjs/common';
import { type Actor, DomainError } from '@jielong/kernel';
import { actingHousehold } from '@jielong/members-contract';
import { Access, actAs, type Answer, currentContext, inCommunity, problemErrorOf, type SentForm, whereIs } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { type HomeForm, isChangedSince, readHomeForm } from './home-form.js';
import { type AtHome, doAtHome } from './home-orders.js';
import { homePage, type Said } from './home-page.js';
import { readHome } from './home.query.js';
import { linkWith } from './homes.rows.js';

type Opened = AtHome & { readonly community: string };
const permissions: Readonly<Record<HomeForm['answer'] | 'look', string>> = {
  look: 'home.read',
  order: 'orders.place',
  withdraw: 'orders.place',
};

/** Opens the page of a household's link, and takes what its form says. */
@Injectable()
export class HomeDesk {
  constructor(
    private readonly db: DataSource,
    private readonly access: Access,
  ) {}

  /** The page. Looking changes nothing: chats look at every link. Throws 404 for a link that opens nothing. */
  async show(credential: string): Promise<Answer<string>> {
    return this.page(await this.open(credential));
  }

  /** Orders, changes or withdraws; what was refused is said above the form, in which everything that was typed still stands. */
  async submit(credential: string, sent: SentForm): Promise<Answer<string>> {
    const home = await this.open(credential);
    try {
      const form = readHomeForm(sent);
      await this.mayBe(home, form.answer);
      actAs(home.actor);
      await inCommunity(this.db, home.community, (tx) => doAtHome(tx, home, form));
      return await this.page(home, { done: form.answer });
    } catch (error) {
      const problem = problemErrorOf(error);
      if (problem.status === 500) throw error;
      return this.page(home, { problem, sent: isChangedSince(problem) ? {} : sent });
    }
  }

  private async open(credential: string): Promise<Opened> {
    const where = whereIs(credential);
    if (where?.kind !== 'home') throw opensNothing();
    const { community } = where;
    const link = await inCommunity(this.db, community, (tx) => linkWith(tx, credential));
    if (!link) throw opensNothing();
    const correlationId = currentContext()?.correlationId ?? '';
    const actor: Actor = { community, ...actingHousehold(link.household), channel: 'link', session: link.link, correlationId };
    const home = { community, household: link.household, actor };
    await this.mayBe(home, 'look');
    return home;
  }

  /** By the one table, as for every request. */
  private async mayBe({ household, actor }: Opened, what: keyof typeof permissions): Promise<void> {
    const own = what === 'look' ? undefined : { kind: 'households', ids: () => [household] };
    if (!(await this.access.lets(actor, permissions[what], own))) throw opensNothing();
  }

  private page({ community, household }: Opened, said?: Said): Promise<Answer<string>> {
    return inCommunity(this.db, community, async (tx) => homePage(await readHome(tx, household), said));
  }
}

/** The same for what never was a link and for what was revoked: nobody learns whether a slip was good once. */
const opensNothing = () =>
  new DomainError('not-found', 'no-such-link', {
    zh: '这条链接打不开了：可能没有扫全，或者已经换了新的。请找楼栋长或网格员要一张新的。',
    en: 'This link opens nothing: it was not scanned whole, or there is a newer one. Ask the building captain or the grid worker for a new slip.',
  });
