const onRun = (path: string): string => `/supply-runs/:id/${path}`;

/** The paths below `/api` that logistics answers, those of a run before what orders says of it. A pattern fits every path that begins with it. */
export const logisticsRoutes: readonly string[] = [
  ...['goods', 'custody', 'movements', 'pickup-orders', 'conflicts', 'sheets', 'group-texts/unclaimed', 'group-texts/arrived'].map(onRun),
  ...['goods-events', 'disputes', 'close-pickup', 'wrap-ups', 'wrap-up', 'disposal'].map(onRun),
  '/trips',
  '/pickups',
  '/pickup-orders',
  '/deliveries',
  '/household-pickups',
  '/steps/logistics',
  '/audit/logistics',
  '/processes/logistics',
];

/** Pages among them, which what stands in their address opens: they take forms, and look at no cookie. */
export const logisticsPages: readonly string[] = ['/steps/logistics/page'];
