import { Module, type DynamicModule } from '@nestjs/common';
import { LinkDesk } from './link-desk.js';
import { LinkMaker } from './link-maker.js';
import { STEP_LINKS, type StepLinkOptions } from './linked-step.js';
import { linksController } from './links-controller.js';
import { Reporters } from './reporters.js';
import { stepPageController } from './step-page-controller.js';

@Module({})
class StepLinksModule {}

/** Links by which one person reports one step of a service, and the pages that they open. Needs `PUBLIC_URL` in the configuration. */
export const stepLinksModule = (options: StepLinkOptions): DynamicModule => ({
  module: StepLinksModule,
  controllers: [linksController(options.service, options.zh), stepPageController(options.service)],
  providers: [{ provide: STEP_LINKS, useValue: options }, Reporters, LinkMaker, LinkDesk],
});
