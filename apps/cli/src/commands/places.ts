import { Command } from 'commander';
import { collect } from '../counts.js';
import { show } from '../output.js';
import { Session } from '../session.js';

interface PlacesChanged {
  readonly changed: number;
  readonly stayed: number;
}
const reason = ['--reason <why>', '原因 / why'] as const;
const changedText = ({ changed, stayed }: PlacesChanged): string =>
  `${changed} 个订单已改 / orders changed${stayed ? `，${stayed} 个已取过货，照旧 / fetched already, stay as they are` : ''}`;

/** A whole point, or some buildings, collect elsewhere. */
export const movePickupCommand = (): Command =>
  new Command('move-pickup')
    .description('换自提点：整个自提点或几栋楼改到别处取，取货码不变 / a pickup point, or buildings, collect elsewhere; codes stay')
    .argument('<run>')
    .requiredOption('--to <point>', '新的自提点 / the new point')
    .option('--from <point>', '原自提点（整个） / everybody who collects there')
    .option('--building <name>', '楼栋，可重复 / a building, repeatable', collect)
    .requiredOption(...reason)
    .action(async (id: string, { building, ...move }: { building?: string[]; reason: string; to: string }, command: Command) => {
      const session = Session.of(command);
      const changed = await session.post<PlacesChanged>(`/supply-runs/${id}/pickup-moves`, {
        ...move,
        ...(building ? { buildings: building } : {}),
      });
      show(session.options, changed, () => changedText(changed));
    });

/** Nobody leaves a building: what they would fetch is dropped there. */
export const closeBuildingCommand = (): Command =>
  new Command('close-building')
    .description('楼栋封闭：订单改为楼下投放 / nobody leaves a building: its orders become drops')
    .argument('<run>')
    .requiredOption('--building <name>', '楼栋，可重复 / a building, repeatable', collect)
    .requiredOption(...reason)
    .action(async (id: string, { building, reason: why }: { building: string[]; reason: string }, command: Command) => {
      const session = Session.of(command);
      const changed = await session.post<PlacesChanged>(`/supply-runs/${id}/building-closures`, { buildings: building, reason: why });
      show(session.options, changed, () => changedText(changed));
    });
