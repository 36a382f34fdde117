/** A text as it is read, and where in the text as written each of its characters stood. */
export interface Normalised {
  readonly text: string;
  /** For every UTF-16 unit of `text`, and one for its end. */
  readonly origin: readonly number[];
}

const cluster = /.\p{M}*/gsu;
const emoji = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/gu;
/** Joiners, variation selectors and the frame of a keycap: nobody sees them, and they separate nothing. */
const invisible = /[\p{Cf}\p{Variation_Selector}\u20e3]/gu;
const digit = /[0-9零〇一二两三四五六七八九十]/;

/** NFKC without emoji. Two digits that only an emoji kept apart stay apart. */
export function normalise(written: string): Normalised {
  const units: string[] = [];
  const origin: number[] = [];
  const push = (piece: string, at: number): void => {
    for (const unit of piece.split('')) {
      units.push(unit);
      origin.push(at);
    }
  };
  let gap = false;
  for (const match of written.matchAll(cluster)) {
    const seen = match[0].replace(emoji, '');
    const piece = seen.replace(invisible, '').normalize('NFKC');
    if (gap && digit.test(units.at(-1) ?? '') && digit.test(piece.charAt(0))) push(' ', match.index);
    if (piece) push(piece, match.index);
    gap = piece ? false : gap || seen !== match[0];
  }
  return { text: units.join(''), origin: [...origin, written.length] };
}

export const plain = (written: string): string => normalise(written).text.trim();

/** What no line may hold: control characters and halves of characters. They say nothing, and databases refuse them. */
export const readable = (text: string): string => text.replace(/[\p{Cc}\p{Cs}]/gu, (unit) => ('\n\r\t'.includes(unit) ? unit : ''));
