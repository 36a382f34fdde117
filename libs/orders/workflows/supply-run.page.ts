import { logisticsSteps } from '@jielong/logistics-contract';
import { ordersSteps, type RunStage } from '@jielong/orders-contract';
import { showing, type Waiting } from '@jielong/process';
import type { Run, RunStep } from './supply-run.steps.js';

const stageWords: Record<RunStage, string> = {
  ordering: '接龙中',
  confirming: '核对中',
  purchasing: '采购中',
  distributing: '运输与取货',
  settling: '结算中',
  closed: '已结束',
  voided: '已作废',
  cancelled: '已取消',
};
const steps = { ...ordersSteps, ...logisticsSteps } as const;

/** What an operator reads of a run in Temporal's UI. */
export function showRun(runId: string) {
  const show = showing<RunStep>((step) => steps[step].zh);
  return (run: Run | undefined, waiting: readonly Waiting<RunStep>[], notes: readonly string[]): void => {
    if (run) show({ stage: run.orders.stage, lines: linesOf(runId, run) }, waiting, notes);
  };
}

const linesOf = (runId: string, { orders, goods }: Run): string[] => [
  `**团购批次** \`${runId}\` · **${stageWords[orders.stage]}**`,
  `${orders.households} 户 ${orders.portions} 份 · 分配第 ${orders.allocation.version} 版${orders.allocation.effective ? '' : '（未生效）'} · 在途 ${goods.inFlight} 份 · 已取 ${goods.handedOut} 份`,
  ...goods.points.map(
    ({ point, state }) => `自提点 \`${point}\`：${{ waiting: '等货', open: '可取货', closed: '已结束', cleared: '已清点' }[state]}`,
  ),
  `在产品里查看：\`GET /api/supply-runs/${runId}\`，命令行 \`jielong run show ${runId}\``,
];
