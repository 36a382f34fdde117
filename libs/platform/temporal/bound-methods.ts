type Activity = (...args: unknown[]) => Promise<unknown>;

const methodsOf = (service: object): [string, Activity][] => {
  const prototype = Object.getPrototypeOf(service) as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name): [string, Activity][] => {
    const method = prototype[name];
    return name === 'constructor' || typeof method !== 'function'
      ? []
      : [[name, async (...args) => method.apply(service, args) as unknown]];
  });
};

/** The methods of services as activities: Temporal calls them without `this`. Two of one name are a fault that stops the boot. */
export function activitiesOf(services: readonly object[]): Record<string, Activity> {
  const methods = services.flatMap(methodsOf);
  const names = methods.map(([name]) => name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length) throw new Error(`two activities are called ${twice.join(', ')}`);
  return Object.fromEntries(methods);
}
