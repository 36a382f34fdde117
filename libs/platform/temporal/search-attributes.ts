import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import type { SearchAttributes } from '../steps/processes.js';

/** Registered in every namespace at start; names and types in one place. */
export const searchAttributeKeys = {
  SupplyRun: defineSearchAttributeKey('SupplyRun', 'KEYWORD_LIST'),
  Compound: defineSearchAttributeKey('Compound', 'KEYWORD_LIST'),
  WaitingFor: defineSearchAttributeKey('WaitingFor', 'KEYWORD_LIST'),
  Community: defineSearchAttributeKey('Community', 'KEYWORD'),
  Stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
  ServiceDate: defineSearchAttributeKey('ServiceDate', 'KEYWORD'),
  Overdue: defineSearchAttributeKey('Overdue', 'BOOL'),
} as const;

export function typedSearchAttributes(values: SearchAttributes): TypedSearchAttributes {
  const { SupplyRun, Compound, WaitingFor, Community, Stage, ServiceDate, Overdue } = searchAttributeKeys;
  const lists = [
    { key: SupplyRun, value: values.SupplyRun },
    { key: Compound, value: values.Compound },
    { key: WaitingFor, value: values.WaitingFor },
  ];
  const words = [
    { key: Community, value: values.Community },
    { key: Stage, value: values.Stage },
    { key: ServiceDate, value: values.ServiceDate },
  ];
  return new TypedSearchAttributes([
    ...lists.flatMap(({ key, value }) => (value === undefined ? [] : [{ key, value: [...value] }])),
    ...words.flatMap(({ key, value }) => (value === undefined ? [] : [{ key, value }])),
    ...(values.Overdue === undefined ? [] : [{ key: Overdue, value: values.Overdue }]),
  ]);
}
