import { Misuse, type ProblemBody, Refusal, Unreachable } from './failure.js';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** One request below `/api`; throws what the API refuses, or that nobody answers. */
export async function ask<Body>(url: string, path: string, request: RequestInit): Promise<Answer<Body>> {
  const answer = await fetch(addressOf(url, path), request).catch((error: unknown) => {
    throw new Unreachable(url, error);
  });
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  const said = (isJson ? await answer.json() : await answer.text()) as Body;
  if (!answer.ok)
    throw new Refusal(answer.status, isJson ? (said as ProblemBody) : { code: 'unexpected', detail: String(said).slice(0, 300) });
  return { status: answer.status, body: said };
}

/** `/people/`, `/people//roles`: an argument that a script has left empty. */
const emptySegment = /\/(?=\/|\?|$)/;

function addressOf(url: string, path: string): URL {
  if (!URL.canParse(url)) throw new Misuse(`--url ${url} 不是地址 / is not an address, such as http://127.0.0.1:3000`);
  if (emptySegment.test(path)) throw new Misuse('编号或编码是空的 / an id or a code is empty');
  return new URL(`/api${path}`, url);
}
