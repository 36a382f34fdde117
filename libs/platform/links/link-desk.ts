import { Inject, Injectable } from '@nestjs/common';
import { type Actor, DomainError, type Receipt } from '@jielong/kernel';
import { DataSource } from 'typeorm';
import { communityIn } from '../actor/credential.js';
import { actAs } from '../context/context.js';
import { inCommunity } from '../database/in-community.js';
import { problemErrorOf } from '../errors/problem.js';
import { ProblemError } from '../errors/problem-error.js';
import type { Answer } from '../http/answer.js';
import { parsed } from '../http/validation.js';
import { type Accepted, ReportDesk } from '../steps/report-desk.js';
import { ownProcess, reportOf, type StepControllerOptions } from '../steps/step-controller.js';
import { STEP_LINKS, type StepLinkOptions } from './linked-step.js';
import { Reporters } from './reporters.js';
import { readForm, type SentForm } from './step-form.js';
import { linkWith, reportIdOf, type StepLink } from './step-links.rows.js';
import { type AskedStep, askingPage, beingWrittenPage, reportedPage } from './step-page.js';

type Opened = AskedStep & { readonly actor: Actor };

/** Opens links, and files what is said by them: the very report that the API takes, in the person's name. */
@Injectable()
export class LinkDesk {
  constructor(
    private readonly db: DataSource,
    private readonly desk: ReportDesk,
    private readonly reporters: Reporters,
    @Inject(STEP_LINKS) private readonly options: StepLinkOptions,
  ) {}

  /** The page of a link. Looking changes nothing: chats look at every link. */
  async show(credential: string): Promise<Answer<string>> {
    return pageOf(await this.open(credential));
  }

  /** Files what the form says. Once it is written, whatever is sent by the link is answered with what was reported. */
  async submit(credential: string, sent: SentForm): Promise<Answer<string>> {
    const opened = await this.open(credential);
    try {
      const { status } = await this.file(opened, sent);
      return status === 202 ? beingWrittenPage() : pageOf(await this.open(credential));
    } catch (error) {
      const problem = problemErrorOf(error);
      if (problem.status === 500) throw error;
      const { link } = await this.open(credential); // somebody else may have been faster
      return pageOf({ ...opened, link }, { problem, sent });
    }
  }

  private file({ link, step, actor }: Opened, sent: SentForm): Promise<Answer<Receipt | Accepted>> {
    const { definition, schema, form, options } = step;
    actAs(actor);
    const reason = sent['reason']?.trim();
    const body = parsed(schema, {
      reportId: reportIdOf(link.id),
      ...atOf(link, options),
      ...(reason ? { reason } : {}),
      ...form.body(readForm(form, sent), link.person),
    });
    const report = reportOf(definition, body, actor);
    const subject = { community: actor.community, processId: link.processId };
    const { listeners = ownProcess, placeOf } = options;
    const location = `/api/steps/${this.options.service}/page`;
    return this.desk.file({ definition, subject, report, listeners, placeOf, location });
  }

  /** Throws what stands in the way: 404 for none of ours, 410 for one that is over, 403 for whoever may not report it any more. */
  private async open(credential: string): Promise<Opened> {
    const community = communityIn(credential);
    if (community === undefined) throw noSuchLink();
    return inCommunity(this.db, community, async (tx) => {
      const link = await linkWith(tx, credential);
      const step = this.options.steps.find(({ definition }) => definition.step === link?.step);
      if (!link || !step) throw noSuchLink();
      refuseOver(link);
      const { person, processId, at, id } = link;
      const actor = await this.reporters.actorFor(tx, { community, person, processId, at, link: id }, step);
      if (!actor) throw notYours();
      return { link, step, actor, asked: await step.form.ask(tx, processId, at) };
    });
  }
}

const pageOf = (asked: AskedStep, notTaken?: { problem: ProblemError; sent: SentForm }): Answer<string> =>
  asked.link.report ? reportedPage(asked, notTaken) : askingPage(asked, notTaken);

/** Where it happened: of a bus or a visit the process says so itself. */
const atOf = ({ at, processId }: StepLink, { atItself = false }: StepControllerOptions): { at?: string | undefined } => {
  if (atItself) return { at: processId.split(':')[1] };
  return at === null ? {} : { at };
};

/** What was reported stays to be seen, but not by a link that was revoked. */
function refuseOver({ revoked, expired, report, dueAt }: StepLink): void {
  if (revoked) throw over('link-revoked', '这条链接已经作废。', 'This link was revoked.');
  if (report) return;
  if (expired) throw over('link-expired', '这条链接已经过期。', 'This link has expired.');
  if (dueAt === null)
    throw over(
      'step-over',
      '这一步已经有人登记，或者不需要登记了，谢谢。',
      'This step has been reported, or is not asked for any more. Thank you.',
    );
}

const over = (code: string, zh: string, en: string) =>
  new ProblemError(410, code, {
    zh: `${zh}还要登记的话，请社区协调员再发一条。`,
    en: `${en} If there is still something to report, ask the coordinator for another link.`,
  });
const noSuchLink = () =>
  new DomainError('not-found', 'no-such-link', {
    zh: '没有这条链接。请检查是否复制完整，或请社区协调员再发一条。',
    en: 'There is no such link. Check that it was copied whole, or ask the coordinator for another.',
  });
const notYours = () =>
  new DomainError('forbidden', 'not-yours', {
    zh: '这一步现在不归你登记了。有疑问请联系社区协调员。',
    en: 'This step is not yours to report any more. Ask the coordinator.',
  });
