import { keepErrorAnswer } from './error-answers.js';

/** Before each journey: whoever asks, by whatever client, an error that comes back is kept for the scan. */
const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  const answer = await fetch(input, init);
  if (answer.status >= 400) keepErrorAnswer({ sent: sentBy(input, init), answered: await answer.clone().text() });
  return answer;
};

type Asked = Parameters<typeof fetch>;
const sentBy = (input: Asked[0], init: Asked[1]): string => `${input instanceof Request ? input.url : input.toString()} ${bodyOf(init)}`;
const bodyOf = (init: Asked[1]): string =>
  typeof init?.body === 'string' ? init.body : init?.body instanceof URLSearchParams ? [...init.body.values()].join(' ') : '';
