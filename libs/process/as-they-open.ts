import { condition, patched } from '@temporalio/workflow';

/**
 * Asks at all places that are open, and at those that become so meanwhile, until none is: at each for itself, or at all of one moment together.
 * What was begun before it could do that asks at those once it has heard from the first.
 */
export async function asTheyOpen(
  how: 'each' | 'together',
  open: () => readonly string[],
  ask: (places: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const asked = new Set<string>();
  const added = () => open().filter((place) => !asked.has(place));
  while (added().length) {
    const asking: Promise<void>[] = [];
    const begin = () => {
      const groups = how === 'together' ? [added()] : added().map((place) => [place]);
      for (const places of groups) {
        places.forEach((place) => asked.add(place));
        asking.push(ask(places).then(() => places.forEach((place) => asked.delete(place))));
      }
    };
    const isAdded = () => Promise.race([Promise.all(asking).then(() => false), condition(() => added().length > 0).then(() => true)]);
    begin();
    while ((await isAdded()) && patched('places-asked-as-they-open')) begin();
    await Promise.all(asking);
  }
}
