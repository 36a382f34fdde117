/** The paths below `/api` that logistics answers, those of a run before what orders says of it. A pattern fits every path that begins with it. */
export const logisticsRoutes: readonly string[] = [
  ...['goods', 'custody', 'movements', 'pickup-orders', 'conflicts', 'sheets', 'group-texts/unclaimed', 'close-pickup', 'disposal'].map(
    (path) => `/supply-runs/:id/${path}`,
  ),
  '/trips',
  '/pickups',
  '/deliveries',
  '/steps/logistics',
  '/processes/logistics',
];
