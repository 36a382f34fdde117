import { CancellationScope } from '@temporalio/workflow';

/** Temporal's own Cancel cuts nothing off: goods and money on their way are not cancelled by a click. The process says what follows from it. */
export function uncancelled<T>(
  process: { note(text: string): void },
  story: () => Promise<T>,
  onCancel: () => Promise<void> = async () => undefined,
): Promise<T> {
  void CancellationScope.current().cancelRequested.catch(() => {
    process.note('已请求取消（Cancel）：流程继续，直到货和账都清楚');
    return CancellationScope.nonCancellable(onCancel);
  });
  return CancellationScope.nonCancellable(story);
}
