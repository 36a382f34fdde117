import { globSync, readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { testCodec } from '../test-codec.js';
import { keptErrorAnswers } from './error-answers.js';
import { disclosedBy, findPersonal, type Personal } from './find-personal.js';
import { payloadsIn } from './payloads.js';
import { sampleNames } from './sample-names.js';

/**
 * Reads all that the journeys have left behind: every log, every history with its payloads in the clear, and every error answer that they have
 * got. Prints where somebody's name, telephone or room stands, as JSON lines; ends with 1 where there is one.
 */
const [logs = ''] = process.argv.slice(2);
const find = findPersonal(sampleNames());
const found: { where: string; what: Personal }[] = [];
const note = (where: string, all: readonly Personal[]) => found.push(...all.map((what) => ({ where, what })));
const look = (where: string, text: string) => note(where, find(text));

for (const file of globSync(`${logs}/*.log`)) look(file, readFileSync(file, 'utf8'));

const errors = keptErrorAnswers(process.env['TEST_ERROR_ANSWERS'] ?? '');
for (const error of errors) note(`error answer ${error.answered.slice(0, 500)}`, disclosedBy(find)(error));

const connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
const client = new Client({ connection, namespace: process.env['TEST_TEMPORAL_NAMESPACE'] ?? '' });
let histories = 0;
for await (const { workflowId, runId } of client.workflow.list()) {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  for (const event of events ?? []) {
    look(`${workflowId} event ${String(event.eventId)}`, JSON.stringify(event));
    const payloads = await testCodec.decode(payloadsIn(event));
    for (const { data } of payloads)
      look(`${workflowId} payload of event ${String(event.eventId)}`, Buffer.from(data ?? []).toString('utf8'));
  }
  histories += 1;
}
await connection.close();
for (const line of found.slice(0, 50)) process.stdout.write(`${JSON.stringify(line)}\n`);
process.stdout.write(
  `${JSON.stringify({ histories, logs: globSync(`${logs}/*.log`).length, errors: errors.length, found: found.length })}\n`,
);
process.exitCode = found.length > 0 || histories === 0 ? 1 : 0;
