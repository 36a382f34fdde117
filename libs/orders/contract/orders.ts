/** How an order came: by the household itself, by somebody for it, by staff, or by a sign-up chain. */
export const orderWays = ['self', 'proxy', 'staff', 'chain'] as const;
export type OrderWay = (typeof orderWays)[number];
