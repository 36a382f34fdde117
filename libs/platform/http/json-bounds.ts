import type { IncomingMessage, ServerResponse } from 'node:http';
import { Sprawling } from '../errors/problem-error.js';

const deepest = 32;
const mostMembers = 50_000;

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/** Refuses JSON that is nested too deeply or has too many members, before it is parsed: whatever walks it later, step by step, may rely on it. */
export function refuseSprawl(_request: IncomingMessage, _response: ServerResponse, body: Buffer): void {
  let [depth, members, inText] = [0, 0, false];
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === quote) inText = !inText;
    else if (inText) at += byte === backslash ? 1 : 0;
    else if (opening.has(byte)) depth += 1;
    else if (closing.has(byte)) depth -= 1;
    else if (byte === comma) members += 1;
    if (depth > deepest || members > mostMembers) throw new Sprawling();
  }
}
