/** The paths below `/api` that orders answers. A pattern fits every path that begins with its segments. */
export const ordersRoutes = [
  '/imports/catalogue',
  '/bundles',
  '/policies',
  '/retention',
  '/erasures',
  '/household-orders',
  '/supply-runs',
  '/orders',
  '/household-merges',
  '/home',
  '/notices',
  '/sign-ups',
  '/purchases',
  '/payments',
  '/steps/orders',
  '/audit/orders',
  '/processes/orders',
] as const;

/** Pages among them, which what stands in their address opens: they take forms, and look at no cookie. */
export const ordersPages: readonly string[] = ['/steps/orders/page', '/home'];
