import { randomUUID } from 'node:crypto';

/** One sign-in a person and system in this process: everybody of the sample community has the same passphrase. */
const sessions = new Map<string, Promise<string>>();

/** The token of `<community>/<person code>`; throws what the API says where it is refused. */
export function tokenOf(url: string, actor: string): Promise<string> {
  const key = `${url} ${actor}`;
  const known = sessions.get(key) ?? signIn(url, actor);
  sessions.set(key, known);
  known.catch(() => sessions.delete(key));
  return known;
}

/** Ends each session that was opened here; one that is over already stays so. */
export async function signOutAll(url: string): Promise<void> {
  const opened = [...sessions].filter(([key]) => key.startsWith(`${url} `));
  for (const [key] of opened) sessions.delete(key);
  for (const token of await Promise.all(opened.map(([, session]) => session))) {
    const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': randomUUID() };
    const { status } = await fetch(new URL('/api/sessions/current/end', url), { method: 'POST', headers });
    if (status !== 200 && status !== 401) throw new Error(`a session was not ended: ${status}`);
  }
}

const hint = '(JIELONG_PASSPHRASE is that of the sample people there; left out, it is read from .data)';

async function signIn(url: string, actor: string): Promise<string> {
  const [community, person] = actor.split('/');
  const answer = await fetch(new URL('/api/sessions', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': 'zh-CN' },
    body: JSON.stringify({ community, person, secret: process.env['JIELONG_PASSPHRASE'] ?? '', keep: 'token', label: 'e2e' }),
  });
  const said = (await answer.json()) as { token?: string; detail?: string };
  if (said.token === undefined) throw new Error(`${actor} was not signed in: ${answer.status} ${said.detail ?? ''} ${hint}`);
  return said.token;
}
