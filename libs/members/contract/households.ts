/** How a household gets its portions. `left-at-door`: delivered, but nobody meets. */
export type Fulfilment = 'pick-up' | 'drop-at-building' | 'to-door' | 'left-at-door';

/** 独居老人, 残疾, 孕产妇, 慢性病, 隔离中. Any of them makes a household a priority; a list at a gate never says which. */
export const householdFlags = ['elderly-alone', 'disabled', 'pregnant', 'chronically-ill', 'isolated'] as const;
export type HouseholdFlag = (typeof householdFlags)[number];

/** 代取, 代下单: what somebody may do for a household. */
export const proxyDeeds = ['collect', 'order'] as const;
export type ProxyDeed = (typeof proxyDeeds)[number];

/** Whose full data may be revealed. */
export const revealedKinds = ['household', 'person'] as const;
export type RevealedKind = (typeof revealedKinds)[number];

/** 确认, 合并, 分户: what may become of a household besides what lists say. */
export const householdChanges = ['confirmed', 'merged', 'split'] as const;
export type HouseholdChangeKind = (typeof householdChanges)[number];
