import { Injectable } from '@nestjs/common';
import { signInBody } from '@jielong/members-contract/schemas';
import { type Answer, fieldErrorOf, ProblemError } from '@jielong/platform';
import { cookiesOf } from './cookies.js';
import { notOpenedHere, type OwnForm } from './own-form.js';
import { SignInDesk } from './sign-in.js';
import { signedInPage, signInPage } from './sign-in-page.js';

interface From {
  readonly own: OwnForm;
  readonly device: string | undefined;
  readonly address: string;
}

/** Takes what a browser without script sends to sign in. */
@Injectable()
export class SignInForm {
  constructor(private readonly desk: SignInDesk) {}

  /** Shows the form again where it was not opened here, not filled in, or is not the secret. Throws 429 where too many were wrong. */
  async signIn(form: Readonly<Record<string, string>>, { own, device, address }: From): Promise<Answer<string>> {
    if (!own.isOpenedHere) return signInPage(own, form, 403, notOpenedHere);
    const { community, person, secret } = form;
    const read = signInBody.safeParse({ community, person, secret, device, label: '浏览器' }, { reportInput: true });
    if (!read.success) return signInPage(own, form, 422, read.error.issues[0] && fieldErrorOf(read.error.issues[0]).message);
    const opened = await this.desk.signIn(read.data, address).catch(notThem);
    if (opened instanceof ProblemError) return signInPage(own, form, opened.status, opened.text);
    return signedInPage(opened, cookiesOf(opened));
  }
}

/** Not the secret: whoever typed it tries again on the same page. */
function notThem(error: unknown): ProblemError {
  if (error instanceof ProblemError && error.code === 'not-signed-in') return error;
  throw error;
}
