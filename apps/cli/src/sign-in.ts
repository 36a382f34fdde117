import { hostname } from 'node:os';
import type { SignedIn } from '@jielong/members-contract/schemas';
import { ask } from './ask.js';
import { type Credential, credentialOf, keep } from './credentials.js';
import { Misuse, Refusal } from './failure.js';
import type { Options } from './session.js';

const keeping = () => ({ keep: 'token', channel: 'cli', label: hostname().slice(0, 60) });

/** Signs in and keeps what opens the session; a sign-in that is still good is left alone. */
export async function signIn({ url, actor, lang }: Options, secret: string): Promise<SignedIn> {
  const [community, person] = actor.split('/');
  if (!community || !person) throw new Misuse(`${actor}: 请写成 <社区>/<人员编号> / write <community>/<person code>, such as sample/S001`);
  return opened(url, actor, lang, '/sessions', { community, person, secret, device: credentialOf(url, actor)?.device });
}

/** Sets the secret of whoever an invitation is for, and signs in. */
export async function join({ url, lang }: Options, invitation: string, secret: string): Promise<SignedIn> {
  return opened(url, undefined, lang, '/invitations/acceptance', { invitation, secret });
}

async function opened(url: string, actor: string | undefined, lang: string, path: string, body: object): Promise<SignedIn> {
  const request = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': lang === 'zh' ? 'zh-CN' : 'en' },
    body: JSON.stringify({ ...body, ...keeping() }),
  };
  const { body: answer } = await ask<SignedIn & Credential>(url, path, request);
  keep(url, actor ?? `${answer.community}/${answer.person}`, { token: answer.token, device: answer.device });
  return answer;
}

/**
 * What opens the session of whoever acts; with JIELONG_PASSPHRASE a script signs in at its first command. With JIELONG_KEY a service acts, whoever is
 * signed in here. Undefined: nobody is signed in.
 */
export async function tokenOf(options: Options): Promise<string | undefined> {
  const key = process.env['JIELONG_KEY'];
  if (key) return key;
  const known = credentialOf(options.url, options.actor)?.token;
  const passphrase = process.env['JIELONG_PASSPHRASE'];
  if (!passphrase || (known !== undefined && (await isGood(options.url, known)))) return known;
  await signIn(options, passphrase);
  return credentialOf(options.url, options.actor)?.token;
}

async function isGood(url: string, token: string): Promise<boolean> {
  try {
    await ask(url, '/me', { headers: { Authorization: `Bearer ${token}` } });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal) || ![401, 403].includes(error.status)) throw error;
    return error.status === 403; // a device whose shift is over is still known
  }
}
