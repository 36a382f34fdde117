import { placeKinds } from '@jielong/logistics-contract';
import { idSchema, instantSchema, pageQuery } from '@jielong/kernel/schemas';
import { z } from 'zod';

const portions = z.number().int();
export const goodsSchema = z.object({
  trips: z.array(
    z.object({
      id: idSchema,
      state: z.enum(['planned', 'loading', 'under-way', 'done']),
      stops: z.array(
        z.object({ id: idSchema, pickupPointId: idSchema, state: z.enum(['expected', 'arrived', 'handed-over', 'passed-by']) }),
      ),
    }),
  ),
  pickupPoints: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      gate: z.string(),
      state: z.enum(['waiting', 'open', 'closed', 'cleared']),
      ready: portions.meta({ description: 'portions that may be picked up now' }),
      handedOut: portions,
      left: portions.meta({ description: 'portions that the point holds by the books' }),
    }),
  ),
  allocationVersion: z.number().int().meta({ description: 'the version in effect; 0 for none' }),
  inFlight: portions.meta({ description: 'portions that are neither with a household nor disposed of; a run closes at 0' }),
  undelivered: z.number().int().meta({ description: 'orders to a door that are not (wholly) delivered' }),
});
export type Goods = z.output<typeof goodsSchema>;

const place = z.object({ kind: z.enum([...placeKinds]), ref: z.string(), name: z.string().meta({ example: '蓝天花园南门自提点' }) });
export const custodySchema = z.object({
  balances: z.array(
    z.object({
      bundle: z.string(),
      place,
      custodian: z.string().nullable().meta({ description: 'the code of a person, or a role', example: 'D001' }),
      portions: portions.meta({ description: 'below 0 only at `source`: what came from there' }),
    }),
  ),
  balanced: z.boolean().meta({ description: 'the balances are what the movements come to, and nothing is lost between places' }),
});
export type Custody = z.output<typeof custodySchema>;

export const movementSchema = z.object({
  id: z.string(),
  bundle: z.string(),
  kind: z.enum(['receive', 'load', 'hand-off', 'hand-out', 'lose', 'find', 'convert', 'dispose', 'reverse']),
  step: z.string(),
  from: place,
  to: place,
  portions,
  evidence: z.enum(['counted', 'listed', 'told', 'assumed']),
  reportId: z.string().nullable(),
  pickupId: z.string().nullable(),
  reverses: z.string().nullable(),
  enteredBy: z.string(),
  at: instantSchema,
});
export type MovementItem = z.output<typeof movementSchema>;
export const movementsQuery = pageQuery.extend({ bundle: z.string().max(32).optional() });
export type MovementsQuery = z.output<typeof movementsQuery>;
