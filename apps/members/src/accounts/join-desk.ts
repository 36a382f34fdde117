import { Injectable } from '@nestjs/common';
import type { Text } from '@jielong/kernel';
import { acceptInvitationBody } from '@jielong/members-contract/schemas';
import { type Answer, fieldErrorOf } from '@jielong/platform';
import { cookiesOf } from '../sessions/cookies.js';
import { Accounts } from './accounts.js';
import { joinedPage, joinPage } from './join-page.js';

const label = '邀请链接';

/** Takes what a browser without script sends to the page of an invitation. */
@Injectable()
export class JoinDesk {
  constructor(private readonly accounts: Accounts) {}

  /** Throws 409 for an invitation that is over. */
  async show(invitation: string): Promise<Answer<string>> {
    return joinPage(await this.accounts.invited(invitation));
  }

  /** Shows the form again where the secret will not do, or was typed differently: the invitation stays open. */
  async join(
    invitation: string,
    { secret, again }: Readonly<Record<string, string>>,
    { device, address }: { readonly device: string | undefined; readonly address: string },
  ): Promise<Answer<string>> {
    const person = await this.accounts.invited(invitation);
    const read = acceptInvitationBody.safeParse({ invitation, secret, device, label, keep: 'cookie' }, { reportInput: true });
    const refusal = read.error?.issues[0] ? fieldErrorOf(read.error.issues[0]).message : undefined;
    if (!read.success || refusal) return joinPage(person, 422, refusal);
    if (secret !== again) return joinPage(person, 422, notTheSame);
    const opened = await this.accounts.accept(read.data, address);
    return joinedPage(opened, cookiesOf(opened));
  }
}

const notTheSame: Text = {
  zh: '两次输入的口令不一样。请重新输入。',
  en: 'The two are not the same. Type them again.',
};
