import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { markup } from './markup.js';

test('what is put in is text, in elements and between quotes', () => {
  const evil = `"><script>alert('x')</script>&`;
  expect(markup`<p title="${evil}">${evil}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
  );
});

test('markup goes in as it is, lists are joined, nothing is nothing', () => {
  expect(markup`<ul>${[1, 2].map((n) => markup`<li>${n}</li>`)}${undefined}</ul>`.text).toBe('<ul><li>1</li><li>2</li></ul>');
});

test('no text opens a tag, ends a quote or begins an entity of its own', () => {
  fc.assert(fc.property(fc.string(), (text) => !/[<>"']|&(?!(amp|lt|gt|quot|#39);)/.test(markup`${text}`.text)));
});
