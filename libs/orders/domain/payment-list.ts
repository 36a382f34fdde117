import { type Fen, fen, readRoom, type RoomReading } from '@jielong/kernel';
import type { PaymentWay } from './payment.js';

/** A line of a list of who has paid, as somebody keeps it in a chat. */
export interface ListedPayment {
  /** In the text, from 1. */
  readonly line: number;
  /** Without its serial. */
  readonly text: string;
  /** Which of several lines with the same text, from 1. */
  readonly occurrence: number;
  /** Undefined where it cannot be read for certain. */
  readonly reading: PaymentReading | undefined;
}
export interface PaymentReading {
  readonly room: RoomReading;
  /** Undefined where the line does not say it. */
  readonly way: PaymentWay | undefined;
  readonly amountFen: Fen;
}

/** Reads `3-2-501 32元`, `4-1-602 微信 28.5`, `5-1-201 现金30`, a payment a line. What else a line holds makes it unreadable: nothing is guessed. */
export function readPaymentList(text: string): ListedPayment[] {
  const seen = new Map<string, number>();
  return text.split(/\r?\n/).flatMap((raw, i): ListedPayment[] => {
    const plain = withoutSerial(raw.normalize('NFKC').replace(/\s+/g, ' ').trim());
    if (plain === '') return [];
    const occurrence = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, occurrence);
    return [{ line: i + 1, text: plain, occurrence, reading: readLine(plain) }];
  });
}

/** `12. ` before a room; without a blank only where a whole room follows, for `3.2-501` and `3、2-501` might be building 3. */
function withoutSerial(plain: string): string {
  const [, rest] = /^\d{1,3}(?:[.、)]\s|[.、)](?=\d+-\d+-\d+ ))\s*(.+)$/.exec(plain) ?? [];
  return rest ?? plain;
}

const ways: Readonly<Record<string, PaymentWay>> = {
  微信: 'transfer',
  支付宝: 'transfer',
  转账: 'transfer',
  扫码: 'transfer',
  现金: 'cash',
};
const word = `(${Object.keys(ways).join('|')})`;
const paidShape = new RegExp(`^(?:${word}\\s*)?[¥￥]?(\\d{1,6})(?:\\.(\\d{1,2}))?\\s*(?:元|块钱|块)?(?:\\s*${word})?$`);

function readLine(plain: string): PaymentReading | undefined {
  const [, written = '', said = ''] = /^(\S+?)[ ,:，：]+(.+)$/.exec(plain) ?? [];
  const room = written.includes('、') ? undefined : readRoom(written);
  const [, before, yuan, decimals = '', after] = paidShape.exec(said) ?? [];
  if (!room || yuan === undefined || (before !== undefined && after !== undefined)) return undefined;
  const amount = Number(yuan) * 100 + Number(decimals.padEnd(2, '0'));
  const named = before ?? after;
  return amount === 0 ? undefined : { room, way: named === undefined ? undefined : ways[named], amountFen: fen(amount) };
}
