import { logisticsPages, logisticsRoutes } from '@jielong/logistics-contract';
import { membersPages, membersRoutes } from '@jielong/members-contract';
import { ordersPages, ordersRoutes } from '@jielong/orders-contract';
import type { ServiceName } from '../config.js';

/** Which service answers a path below `/api`. The first that fits: what logistics says of a run stands before what orders says of it. */
const table: readonly { service: ServiceName; routes: readonly string[] }[] = [
  { service: 'logistics', routes: logisticsRoutes },
  { service: 'members', routes: membersRoutes },
  { service: 'orders', routes: ordersRoutes },
];

const pages = new Set([...logisticsPages, ...membersPages, ...ordersPages].map((path) => `/api${path}`));

/** Whether a path is of a page that what stands in its address opens, whoever is signed in. */
export const isPage = (path: string): boolean => pages.has(path);

/** The service for `/supply-runs/0193…/custody`, or none. A pattern fits every path that begins with its segments. */
export const serviceFor = (path: string): ServiceName | undefined =>
  table.find(({ routes }) => routes.some((route) => fits(segmentsOf(route), segmentsOf(path))))?.service;

const segmentsOf = (path: string): string[] => path.split('/').filter(Boolean);

const fits = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length <= path.length && pattern.every((segment, i) => isParameter(segment) || segment === path[i]);

const isParameter = (segment: string): boolean => segment.startsWith(':') || segment.startsWith('{');
