import type { RetentionDays } from '@jielong/kernel';
import type { Durations, Policies } from '@jielong/orders-contract';

type Wishes<T> = { readonly [K in keyof T]?: T[K] | undefined };
/** What somebody wants to be otherwise; what is not named stays. */
export type PolicyWishes = Wishes<Omit<Policies, 'durations' | 'ladders' | 'retentionDays'>> & {
  readonly durations?: Wishes<Durations> | undefined;
  readonly ladders?: Policies['ladders'] | undefined;
  readonly retentionDays?: Wishes<RetentionDays> | undefined;
};

/** Policies with somebody's wishes carried out. */
export const chosenPolicies = (
  policies: Policies,
  { durations = {}, ladders = {}, retentionDays = {}, ...wishes }: PolicyWishes,
): Policies => ({
  ...policies,
  ...named(wishes),
  durations: { ...policies.durations, ...named(durations) },
  ladders: { ...policies.ladders, ...ladders },
  retentionDays: { ...policies.retentionDays, ...named(retentionDays) },
});

const named = <T extends object>(wishes: Wishes<T>): Partial<T> =>
  Object.fromEntries(Object.entries(wishes).filter(([, wish]) => wish !== undefined)) as Partial<T>;
