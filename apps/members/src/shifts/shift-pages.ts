import { Injectable } from '@nestjs/common';
import { DomainError } from '@jielong/kernel';
import type { Answer } from '@jielong/platform';
import { cookiesOf } from '../sessions/cookies.js';
import { notOpenedHere, type OwnForm } from '../sessions/own-form.js';
import { ShiftDesk } from './shift-desk.js';
import { shiftPage } from './shift-page.js';

interface From {
  readonly own: OwnForm;
  /** By what the browser is known. */
  readonly browser: string | undefined;
}

/** What a browser without script sees of a shift, and what it taps. */
@Injectable()
export class ShiftPages {
  constructor(private readonly desk: ShiftDesk) {}

  /** Throws 409 for a code that is over. */
  async show(code: string, { own, browser }: From): Promise<Answer<string>> {
    return shiftPage(await this.desk.look(code, browser), own);
  }

  /** Shows the names again, with the reason, where somebody may not stand here, or the page was not opened in this browser. */
  async tap(code: string, person: string, { own, browser }: From): Promise<Answer<string>> {
    if (!own.isOpenedHere) return shiftPage(await this.desk.look(code, browser), own, { status: 403, refusal: notOpenedHere });
    try {
      const { kept, ...shown } = await this.desk.tap(code, person, browser);
      return shiftPage(shown, own, { cookies: cookiesOf(kept) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return shiftPage(await this.desk.look(code, browser), own, { status: 422, refusal: error.text });
    }
  }
}
