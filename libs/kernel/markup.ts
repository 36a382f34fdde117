const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

type Piece = string | number | Markup | undefined | readonly Piece[];

/** Markup that is safe to send: only `markup` makes it. */
export class Markup {
  private constructor(readonly text: string) {}

  static of(strings: readonly string[], pieces: readonly Piece[]): Markup {
    return new Markup(strings.map((string, i) => string + written(pieces[i])).join(''));
  }
}

function written(piece: Piece): string {
  if (piece === undefined) return '';
  if (piece instanceof Markup) return piece.text;
  return typeof piece === 'object' ? piece.map(written).join('') : escaped(String(piece));
}

/** Markup in which whatever is put in is escaped, in text and between quotes; lists are joined, and undefined is nothing. */
export const markup = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup => Markup.of(strings, pieces);
