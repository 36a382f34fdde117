import { DomainError, type Report } from '@jielong/kernel';

/** As much of a zod schema as is needed here. */
export interface Schema<Parsed> {
  safeParse(
    payload: unknown,
  ): { success: true; data: Parsed } | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

/** A report that does not say who did it. */
type Undone<Said> = Said extends Report ? Omit<Said, 'doneBy'> & { enteredBy: string; doneBy?: string | undefined } : never;

/** What came through a door may be anything. `doneBy` is the reporter where nobody else is named. Throws `malformed-report`. */
export function parseReport<Said extends Report>(schema: Schema<Undone<Said>>, payload: unknown): Undone<Said> & Pick<Report, 'doneBy'> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return { ...parsed.data, doneBy: parsed.data.doneBy ?? parsed.data.enteredBy };
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const said = issues.join('; ').slice(0, 300);
  throw new DomainError('invalid', 'malformed-report', {
    zh: `登记内容不完整或格式不对（${said}）`,
    en: `the report is incomplete or malformed (${said})`,
  });
}
