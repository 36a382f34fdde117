declare const brand: unique symbol;

/** A string or number that only its own maker hands out: `Brand<string, 'Run'>` is not `Brand<string, 'Trip'>`. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in lower case, the shape of every id of ours. */
export const uuid = (text: string): boolean => shape.test(text);
