import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inCommunity } from '../database/in-community.js';
import { ProblemError } from '../errors/problem-error.js';

export interface ActorOptions {
  /** A view with community_id, code, active, roles text[]: `members.published_people_v1`. */
  readonly peopleView: string;
}
export const ACTOR_OPTIONS = Symbol('ActorOptions');

interface Person {
  active: boolean;
  roles: string[];
}
/** The person; or nobody of that code; or a community in which there is nobody at all. */
type Found = Person | 'unknown' | 'nobody-yet';
const freshMs = 1_000;

/** Who a community's people are, as members publishes them. A person found active is not looked up again for a second. */
@Injectable()
export class People {
  private readonly asked = new Map<string, Promise<Found>>();

  constructor(
    private readonly db: DataSource,
    @Inject(ACTOR_OPTIONS) private readonly options: ActorOptions,
  ) {}

  /** Before the first import a community has no people: whoever acts then is its coordinator. Throws a 401 for a stranger. */
  async rolesOf(community: string, code: string): Promise<readonly string[]> {
    const found = await this.look(community, code);
    if (found === 'nobody-yet') return ['coordinator'];
    if (found === 'unknown' || !found.active) throw unknownPerson(community, code);
    return found.roles;
  }

  private look(community: string, code: string): Promise<Found> {
    const key = `${community}/${code}`;
    const asked = this.asked.get(key) ?? this.read(community, code);
    if (!this.asked.has(key)) this.keep(key, asked);
    return asked;
  }

  private keep(key: string, asked: Promise<Found>): void {
    this.asked.set(key, asked);
    const forget = () => this.asked.delete(key);
    asked.then((found) => (typeof found === 'object' && found.active ? setTimeout(forget, freshMs).unref() : forget()), forget);
  }

  private read(community: string, code: string): Promise<Found> {
    return inCommunity(this.db, community, async (tx) => {
      const [person] = await tx.query<Person[]>(`SELECT active, roles FROM ${this.options.peopleView} WHERE code = $1`, [code]);
      if (person) return person;
      const others = await tx.query<unknown[]>(`SELECT FROM ${this.options.peopleView} LIMIT 1`);
      return others.length ? 'unknown' : 'nobody-yet';
    });
  }
}

const unknownPerson = (community: string, code: string) =>
  new ProblemError(401, 'unknown-person', {
    zh: `社区 ${community} 没有在岗的人员 ${code}。请核对编号，或先导入人员表。`,
    en: `Community ${community} has no active person ${code}. Check the code, or import the people first.`,
  });
