import { Injectable } from '@nestjs/common';
import { DomainError } from '@jielong/kernel';
import type { Answer } from '@jielong/platform';
import { cookiesOf } from '../sessions/cookies.js';
import { ShiftDesk } from './shift-desk.js';
import { shiftPage } from './shift-page.js';

/** What a browser without script sees of a shift, and what it taps. `browser`: by what it is known. */
@Injectable()
export class ShiftPages {
  constructor(private readonly desk: ShiftDesk) {}

  /** Throws 409 for a code that is over. */
  async show(code: string, browser: string | undefined): Promise<Answer<string>> {
    return shiftPage(await this.desk.look(code, browser));
  }

  /** Shows the names again, with the reason, where somebody may not stand here. */
  async tap(code: string, person: string, browser: string | undefined): Promise<Answer<string>> {
    try {
      const { kept, ...shown } = await this.desk.tap(code, person, browser);
      return shiftPage(shown, { cookies: cookiesOf(kept) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return shiftPage(await this.desk.look(code, browser), { status: 422, refusal: error.text });
    }
  }
}
