import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly code: string | undefined;
}

/** One connection, on which a test says exactly what it wants to, byte by byte. */
export class Raw {
  private heard = '';

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (part: string) => (this.heard += part));
    socket.on('error', () => undefined); // being cut off is what some tests are for
  }

  static async to(port: number): Promise<Raw> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Raw(socket);
  }

  write(text: string): void {
    if (this.socket.writable) this.socket.write(text, 'latin1');
  }

  /** Waits until the other side ends the connection; what it has said until then. */
  async ended(): Promise<string> {
    if (!this.socket.closed) await once(this.socket, 'close');
    return this.heard;
  }

  /** Waits for a first answer, whether or not the connection goes on. */
  async answer(): Promise<RawAnswer> {
    while (!isWhole(this.heard) && !this.socket.closed) await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
    return read(this.heard);
  }

  close(): void {
    this.socket.destroy();
  }
}

const headOf = (heard: string): string[] => (heard.split('\r\n\r\n')[0] ?? '').split('\r\n');

const headersOf = (heard: string): Record<string, string> =>
  Object.fromEntries(
    headOf(heard)
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );

function isWhole(heard: string): boolean {
  const at = heard.indexOf('\r\n\r\n');
  if (at < 0) return false;
  const { 'content-length': length, 'transfer-encoding': encoding } = headersOf(heard);
  return encoding === undefined ? heard.length >= at + 4 + Number(length ?? 0) : heard.endsWith('0\r\n\r\n');
}

function read(heard: string): RawAnswer {
  const text = Buffer.from(heard.slice(heard.indexOf('\r\n\r\n') + 4), 'latin1').toString();
  return {
    status: Number(headOf(heard)[0]?.split(' ')[1] ?? 0),
    headers: headersOf(heard),
    text,
    code: /"code":"([\w-]+)"/.exec(text)?.[1],
  };
}

/** Sends one request as it is written, and reads the answer. */
export async function say(port: number, request: string): Promise<RawAnswer> {
  const raw = await Raw.to(port);
  raw.write(request);
  const answer = await raw.answer();
  raw.close();
  return answer;
}
