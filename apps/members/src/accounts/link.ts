/** Where an invitation is accepted. What opens it stands in the query, which no log keeps. */
export const linkTo = (publicUrl: string, credential: string): string => {
  const url = new URL('/api/join', publicUrl);
  url.searchParams.set('t', credential);
  return url.href;
};
