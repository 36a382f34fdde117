import type { Permission } from './permissions.js';

/**
 * What an API key may hold: what programs read, and what they hand on of what people want, have paid or have seen. Whatever is not here is done by a
 * person who has signed in: decisions, money that goes out, who people are and may be, whoever is shown in full, what neighbours have written with
 * names and telephones, and what lets others in (a link to a step reports in somebody's name).
 */
export const keyScopes = [
  'organisation.read',
  'households.read',
  'catalogue.read',
  'catalogue.import',
  'policies.read',
  'supply-runs.read',
  'orders.read',
  'orders.place',
  'purchases.read',
  'money.read',
  'payments.record',
  'trips.read',
  'deliveries.record',
  'custody.read',
  'pickups.read',
  'pickups.record',
  'sheets.read',
  'steps.read',
  'audit.verify',
  'processes.read',
  'step.confirmPurchase',
  'step.confirmLoading',
  'step.confirmHandoff',
  'step.noteGoods',
  'step.closePickup',
] as const satisfies readonly Permission[];
export type KeyScope = (typeof keyScopes)[number];

/** Whether a key may hold it. */
export const isKeyScope = (permission: string): permission is KeyScope => keyScopes.some((scope) => scope === permission);

/** As whom a service acts: nobody's code has a colon and this word before it. */
export const serviceCode = (service: string): string => `service:${service}`;
