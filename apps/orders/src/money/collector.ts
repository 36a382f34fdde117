import { type Actor, DomainError, isService, mayAnywhere } from '@jielong/kernel';

const office = ['coordinator', 'accountant'];

/** Cash is in the hands of whoever says so; only the office says it of others, and a service of nobody. */
export function checkCollector(actor: Actor, collectedBy: string | null): void {
  if (collectedBy === null) return;
  if (isService(actor)) throw byService();
  if (collectedBy === actor.code || mayAnywhere(actor, office)) return;
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

const byService = () =>
  new DomainError('forbidden', 'cash-needs-person', {
    zh: '现金要由收款的人自己登录后登记；API 密钥只能登记直接进公账的款（如 way: transfer），不写 collectedBy。',
    en: 'Cash is recorded by whoever has collected it, signed in. An API key records what came into the fund itself, without `collectedBy`.',
  });
