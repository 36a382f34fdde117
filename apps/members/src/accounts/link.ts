/** The address of a page, such as `/api/join`. What opens it stands in the query, which no log keeps. */
export const linkTo = (publicUrl: string, page: string, credential: string): string => {
  const url = new URL(page, publicUrl);
  url.searchParams.set('t', credential);
  return url.href;
};
