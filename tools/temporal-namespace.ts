import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { Trouble } from './say.ts';
import { until } from './wait.ts';

const retentionDays = 30;
const { IndexedValueType } = proto.temporal.api.enums.v1;
const searchAttributes = {
  SupplyRun: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
  Compound: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
  WaitingFor: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
  Community: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Stage: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  ServiceDate: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Overdue: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
} as const;

const notFound = 5;
const alreadyExists = 6;
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

async function connected<T>(address: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address, connectTimeout: '2 seconds' });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** Whether a Temporal server answers there. */
export const isServing = (address: string): Promise<boolean> =>
  connected(address, async ({ workflowService }) => (await workflowService.getSystemInfo({})) !== undefined);

/** Makes or mends the namespace: 30 days of retention and our search attributes, on any server, however often. */
export async function prepareNamespace(address: string, namespace: string): Promise<void> {
  try {
    await connected(address, async (connection) => {
      await keepNamespace(connection, namespace);
      await until(`Temporal's new namespace ${namespace}`, () => addSearchAttributes(connection, namespace), 30_000, 200);
      await until(`Temporal's namespace ${namespace}`, () => canSearch(connection, namespace), 30_000, 100);
    });
  } catch (error) {
    if (error instanceof Trouble) throw error;
    throw new Trouble(
      `Temporal at ${address} did not let us prepare the namespace ${namespace}: ${error instanceof Error ? error.message : String(error)}
It needs a namespace with ${retentionDays} days of retention and the search attributes ${Object.keys(searchAttributes).join(', ')}.`,
    );
  }
}

async function keepNamespace({ workflowService }: Connection, namespace: string): Promise<void> {
  const retention = msToTs(`${retentionDays} days`);
  const found = await workflowService.describeNamespace({ namespace }).catch((error: unknown) => {
    if (codeOf(error) === notFound) return undefined;
    throw error;
  });
  if (Number(found?.config?.workflowExecutionRetentionTtl?.seconds ?? 0) === retentionDays * 86_400) return;
  if (found) await workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: retention } });
  else await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: retention }).catch(unlessThere);
}

async function addSearchAttributes({ operatorService }: Connection, namespace: string): Promise<boolean> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(searchAttributes).filter(([name]) => customAttributes[name] === undefined);
  if (missing.length)
    await operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) }).catch(unlessThere);
  return true;
}

const unlessThere = (error: unknown): void => {
  if (codeOf(error) !== alreadyExists) throw error; // somebody else has just made it
};

/** A new namespace and new attributes take a moment until every part of the server knows them. */
async function canSearch({ workflowService }: Connection, namespace: string): Promise<boolean> {
  const query = Object.entries(searchAttributes).map(
    ([name, type]) => `${name} = ${type === IndexedValueType.INDEXED_VALUE_TYPE_BOOL ? 'true' : "'x'"}`,
  );
  await workflowService.countWorkflowExecutions({ namespace, query: query.join(' AND ') });
  return true;
}
