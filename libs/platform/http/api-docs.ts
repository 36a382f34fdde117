import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** Documents one answer of an endpoint; the example comes from the schema's own `meta({ example })`. */
export const ApiAnswer = (status: number, schema: z.ZodType, description: string): MethodDecorator =>
  applyDecorators(ApiResponse({ status, description, standardSchema: schema }));
