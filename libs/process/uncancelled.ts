import { CancellationScope } from '@temporalio/workflow';

/** Temporal's own Cancel is noted for the operator, and the story goes on: goods and money on their way are not cancelled by a click. */
export function uncancelled<T>(process: { note(text: string): void }, story: () => Promise<T>): Promise<T> {
  void CancellationScope.current().cancelRequested.catch(() => process.note('已请求取消（Cancel）：流程继续，请社区书记在产品里处理'));
  return CancellationScope.nonCancellable(story);
}
