/** One form of a page, with what it sends unless somebody changes it. */
type Fields = Readonly<Record<string, string>>;

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
const named = (tag: string, value: string): [string, string][] => {
  const name = attribute(tag, 'name');
  return name === undefined ? [] : [[name, value]];
};

/** What a form sends as it stands: boxes are not ticked, and a list gives its first choice. */
function fieldsOf(form: string): Fields {
  const inputs = [...form.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => attribute(tag, 'type') !== 'checkbox');
  const lists = [...form.matchAll(/(<select\b[^>]*>)([^]*?)<\/select>/g)];
  return Object.fromEntries([
    ...inputs.flatMap((tag) => named(tag, attribute(tag, 'value') ?? '')),
    ...lists.flatMap(([, tag = '', choices = '']) => named(tag, attribute(choices, 'value') ?? '')),
  ]);
}

/** A page as a browser without script shows it, and its forms as somebody sends them. */
export class FormPage {
  private constructor(
    readonly link: string,
    readonly status: number,
    readonly text: string,
    readonly headers: Headers,
  ) {}

  static async open(link: string, headers: Fields = {}): Promise<FormPage> {
    return FormPage.of(link, await fetch(link, { headers }));
  }

  /** Fills in the form that has this answer, or the only one, and presses its button: as a browser does that tells nobody where it was. */
  async press(filled: Fields, headers: Fields = {}): Promise<FormPage> {
    const forms = [...this.text.matchAll(/<form method="post">([^]*?)<\/form>/g)].map(([, form = '']) => fieldsOf(form));
    const form = forms.find(({ answer }) => answer === filled['answer']);
    if (!form) throw new Error(`no such form: ${this.status} ${this.text}`);
    return this.send({ ...form, ...filled }, headers);
  }

  /** Sends something to where the page's forms go, with the page's cookies. */
  async send(form: Fields, headers: Fields = {}): Promise<FormPage> {
    const cookies = this.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    const word = /name="form" value="([^"]*)"/.exec(this.text)?.[1];
    const answer = await fetch(this.link, {
      method: 'POST',
      headers: { Origin: 'null', 'Sec-Fetch-Site': 'same-origin', ...(cookies.length ? { Cookie: cookies.join('; ') } : {}), ...headers },
      body: new URLSearchParams(word === undefined ? form : { ...form, form: word }),
    });
    return FormPage.of(this.link, answer);
  }

  private static async of(link: string, answer: Response): Promise<FormPage> {
    return new FormPage(link, answer.status, await answer.text(), answer.headers);
  }
}
