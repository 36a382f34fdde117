import { type Actor, DomainError, mayAnywhere } from '@jielong/kernel';

const office = ['coordinator', 'accountant'];

/** Cash is in the hands of whoever says so; only the office says it of others. */
export function checkCollector(actor: Actor, collectedBy: string | null): void {
  if (collectedBy === null || collectedBy === actor.code || mayAnywhere(actor, office)) return;
  throw new DomainError(
    'forbidden',
    'collect-yourself',
    {
      zh: `只有社区协调员或会计能登记别人（${collectedBy}）收的钱；请由本人登记。`,
      en: `Only a coordinator or an accountant records what somebody else (${collectedBy}) has collected. Let them record it.`,
    },
    { collectedBy },
  );
}
