import type { Durations, Policies } from '@jielong/orders-contract';

type Wishes<T> = { readonly [K in keyof T]?: T[K] | undefined };
/** What somebody wants to be otherwise; what is not named stays. */
export type PolicyWishes = Wishes<Omit<Policies, 'durations' | 'ladders'>> & {
  readonly durations?: Wishes<Durations> | undefined;
  readonly ladders?: Policies['ladders'] | undefined;
};

/** Policies with somebody's wishes carried out. */
export const chosenPolicies = (policies: Policies, { durations = {}, ladders = {}, ...wishes }: PolicyWishes): Policies => ({
  ...policies,
  ...named(wishes),
  durations: { ...policies.durations, ...named(durations) },
  ladders: { ...policies.ladders, ...ladders },
});

const named = <T extends object>(wishes: Wishes<T>): Partial<T> =>
  Object.fromEntries(Object.entries(wishes).filter(([, wish]) => wish !== undefined)) as Partial<T>;
