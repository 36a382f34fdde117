/** What a person may want to change of an order in which others have ended because their households are one. */
export type MergeQuestion =
  | { readonly is: 'over-limit'; readonly bundle: string; readonly portions: number; readonly limit: number }
  | { readonly is: 'other-payer'; readonly household: string }
  | { readonly is: 'other-place'; readonly pickupPointId: string; readonly fulfilment: string };

/** The question in words. */
export function mergeQuestionText(question: MergeQuestion): { readonly zh: string; readonly en: string } {
  switch (question.is) {
    case 'over-limit':
      return {
        zh: `${question.bundle} 合起来 ${question.portions} 份，超过每户 ${question.limit} 份；照留，要减请改单`,
        en: `${question.bundle}: ${question.portions} together, over the limit of ${question.limit}; they stay, change the order to take some off`,
      };
    case 'other-payer':
      return { zh: `并入的订单原由 ${question.household} 付款`, en: `the other order was to be paid by ${question.household}` };
    case 'other-place': {
      const where = `${question.fulfilment} ${question.pickupPointId}`;
      return {
        zh: `并入的订单原在别处或以别的方式取货：${where}`,
        en: `the other order was to be collected elsewhere or otherwise: ${where}`,
      };
    }
  }
}
