import type { Grant, StepDefinition } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { PlaceNames } from '../steps/ladder.js';
import type { ReportBody, StepControllerOptions } from '../steps/step-controller.js';
import type { StepForm } from './step-form.js';

/** A step that may be reported by a link: as its endpoint takes it, and as its form asks for it. */
export interface LinkedStep {
  readonly definition: StepDefinition;
  readonly schema: z.ZodType<ReportBody>;
  /** A page asks for one place; what names rows besides has no link. */
  readonly options: StepControllerOptions & { readonly alsoConcerns?: never };
  readonly form: StepForm;
}

export interface StepLinkOptions {
  /** `orders`: in addresses. */
  readonly service: string;
  readonly zh: string;
  readonly steps: readonly LinkedStep[];
  /** What somebody may act as at this moment; nothing for whoever is not there. */
  readonly grantsOf: (tx: EntityManager, person: string) => Promise<readonly Grant[]>;
  readonly placeNames?: PlaceNames | undefined;
}
export const STEP_LINKS = Symbol('StepLinkOptions');
