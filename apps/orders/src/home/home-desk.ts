import { Injectable } from '@nestjs/common';
import { type Actor, DomainError } from '@jielong/kernel';
import { actingHousehold } from '@jielong/members-contract';
import { Access, actAs, type Answer, currentContext, inCommunity, problemErrorOf, type SentForm, whereIs } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { type HomeForm, isChangedSince, readHomeForm, readWhose } from './home-form.js';
import { type AtHome, doAtHome } from './home-orders.js';
import { homePage, type Said } from './home-page.js';
import { readHome } from './home.query.js';
import { linkWith } from './homes.rows.js';

/** Whose page it is, and who is before it: the same, or a household that orders for that one. */
type Opened = AtHome & { readonly community: string; readonly by: string };
type What = HomeForm['answer'] | 'look';
const permissions: Readonly<Record<What, string>> = {
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

  /** Orders, changes or withdraws, or shows another household's page. */
  async submit(credential: string, sent: SentForm): Promise<Answer<string>> {
    const own = await this.open(credential);
    return this.orRefused(own, sent, async () => {
      const { household, isLook } = readWhose(sent);
      const home = await this.of(own, household);
      return isLook ? this.page(home) : this.orRefused(home, sent, () => this.take(home, sent));
    });
  }

  private async take(home: Opened, sent: SentForm): Promise<Answer<string>> {
    const form = readHomeForm(sent);
    await this.mayBe(home, form.answer);
    actAs(home.actor);
    await inCommunity(this.db, home.community, (tx) => doAtHome(tx, home, form));
    return this.page(home, { done: form.answer });
  }

  /** What was refused is said above the form, in which everything that was typed still stands. */
  private async orRefused(home: Opened, sent: SentForm, answer: () => Promise<Answer<string>>): Promise<Answer<string>> {
    try {
      return await answer();
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
    const home = { community, household: link.household, by: link.household, actor };
    await this.mayBe(home, 'look');
    return home;
  }

  /** The page of another household that lets this one order for it. Throws 403 where it does not, or no longer. */
  private async of(home: Opened, household = home.by): Promise<Opened> {
    const other = { ...home, household };
    if (household !== home.by && !(await this.lets(other, 'look'))) throw notForThem();
    return other;
  }

  private async mayBe(home: Opened, what: What): Promise<void> {
    if (!(await this.lets(home, what))) throw opensNothing();
  }

  /** By the one table, as for every request. */
  private lets({ household, by, actor }: Opened, what: What): Promise<boolean> {
    const isSelf = what === 'look' && household === by;
    return this.access.lets(actor, permissions[what], isSelf ? undefined : { kind: 'ordered-for', ids: () => [household] });
  }

  private page({ community, household, by }: Opened, said?: Said): Promise<Answer<string>> {
    return inCommunity(this.db, community, async (tx) => homePage(await readHome(tx, household, by), said));
  }
}

/** The same for what never was a link and for what was revoked: nobody learns whether a slip was good once. */
const opensNothing = () =>
  new DomainError('not-found', 'no-such-link', {
    zh: '这条链接打不开了：可能没有扫全，或者已经换了新的。请找楼栋长或网格员要一张新的。',
    en: 'This link opens nothing: it was not scanned whole, or there is a newer one. Ask the building captain or the grid worker for a new slip.',
  });
const notForThem = () =>
  new DomainError('forbidden', 'not-for-them', {
    zh: '现在不能替这一户下单：代办已经到期或取消了。要继续代办，请那一户找楼栋长或网格员登记。',
    en: 'You do not order for this household now: it has run out or was ended. They ask the building captain or the grid worker to put you down again.',
  });
