import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Misuse } from './failure.js';

/** Asks for a secret and does not show it; from a pipe, its first line. JIELONG_PASSPHRASE goes before both. */
export async function askSecret(prompt: string): Promise<string> {
  const given = process.env['JIELONG_PASSPHRASE'];
  if (given) return given;
  const secret = process.stdin.isTTY ? await typed(prompt) : ((await text(process.stdin)).split(/\r?\n/)[0] ?? '');
  if (secret === '') throw new Misuse('没有输入口令 / no secret was typed');
  return secret;
}

function typed(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  return new Promise((resolve) => {
    const line = createInterface({ input: process.stdin, terminal: true }); // without an output nothing is shown
    line.once('line', (secret) => {
      resolve(secret);
      line.close();
    });
    line.once('SIGINT', () => line.close());
    line.once('close', () => {
      process.stderr.write('\n');
      resolve('');
    });
  });
}
