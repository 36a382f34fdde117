import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { accountCommands, inviteCommand, sessionCommands } from './commands/account.js';
import { auditCommands } from './commands/audit.js';
import { catalogueCommands } from './commands/catalogue.js';
import { custodyCommand } from './commands/custody.js';
import { exportCommand } from './commands/export.js';
import { groupCommands } from './commands/group.js';
import { householdCommands } from './commands/household.js';
import { importCommand } from './commands/import.js';
import { keyCommands } from './commands/key.js';
import { moneyCommands } from './commands/money.js';
import { orderCommands } from './commands/order.js';
import { personCommands } from './commands/person.js';
import { pickupCommands } from './commands/pickup.js';
import { policyCommands } from './commands/policy.js';
import { purchaseCommands } from './commands/purchase.js';
import { reportCommands } from './commands/report.js';
import { retentionCommands } from './commands/retention.js';
import { revealCommands } from './commands/reveal.js';
import { runCommands } from './commands/run.js';
import { settlementCommands } from './commands/settlement.js';
import { sheetCommands } from './commands/sheet.js';
import { shiftCommands } from './commands/shift.js';
import { signUpCommands } from './commands/sign-up.js';
import { tripCommands } from './commands/trip.js';
import { processCommands } from './commands/process.js';
import { stepCommands } from './commands/step.js';

/** Where the `npm start` of this folder listens. */
function startedUrl(): string | undefined {
  try {
    const running = JSON.parse(readFileSync(join(process.env['JIELONG_DATA_DIR'] || '.data', 'running.json'), 'utf8')) as {
      gatewayUrl?: string;
    };
    return running.gatewayUrl;
  } catch {
    return undefined;
  }
}

/** `jielong`: everything that people do through the API, for scripts and for those who prefer a keyboard. */
export function program(): Command {
  const jielong = new Command('jielong')
    .description('接龙：团购批次从接龙到结清 / group buys of a neighbourhood, from sign-up to closed books')
    .addOption(
      new Option('--url <url>', '接口地址 / address of the API').env('JIELONG_URL').default(startedUrl() ?? 'http://127.0.0.1:3000'),
    )
    .addOption(
      new Option('--actor <community/code>', '谁在操作（先 sign-in） / who acts, signed in before')
        .env('JIELONG_ACTOR')
        .default('sample/S001'),
    )
    .addOption(new Option('--lang <language>', '语言 / language').env('JIELONG_LANG').choices(['zh', 'en']).default('zh'))
    .addOption(new Option('--json', '输出 JSON / print JSON').default(false))
    .showHelpAfterError('（用 --help 查看用法 / see --help）')
    .exitOverride();
  for (const command of [
    ...accountCommands(),
    inviteCommand(),
    sessionCommands(),
    keyCommands(),
    importCommand(),
    exportCommand(),
    householdCommands(),
    personCommands(),
    groupCommands(),
    catalogueCommands(),
    runCommands(),
    signUpCommands(),
    orderCommands(),
    purchaseCommands(),
    tripCommands(),
    stepCommands(),
    processCommands(),
    auditCommands(),
    revealCommands(),
    policyCommands(),
    retentionCommands(),
    reportCommands(),
    pickupCommands(),
    shiftCommands(),
    custodyCommand(),
    moneyCommands(),
    settlementCommands(),
    sheetCommands(),
  ]) {
    jielong.addCommand(inherited(command));
  }
  return jielong;
}

/** Sub-commands complain and exit as the program does. */
function inherited(command: Command): Command {
  command.exitOverride().showHelpAfterError('（用 --help 查看用法 / see --help）');
  command.commands.forEach(inherited);
  return command;
}
