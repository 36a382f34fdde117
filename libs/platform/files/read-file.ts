import { readCsv } from './csv.js';
import type { FileReading } from './file-reading.js';
import { readWorkbook } from './workbook.js';

export interface GivenFile {
  readonly name: string;
  readonly content: string;
  /** A workbook comes in base64, everything else as text. */
  readonly encoding: 'utf-8' | 'base64';
}

/** The tables in a file: one of a CSV file, one of each sheet of a workbook. */
export async function readFile({ name, content, encoding }: GivenFile): Promise<readonly FileReading[]> {
  if (isWorkbook(name)) return readWorkbook(name, Buffer.from(content, encoding));
  return [readCsv(name, encoding === 'utf-8' ? content : Buffer.from(content, encoding).toString('utf8'))];
}

const isWorkbook = (name: string): boolean => name.toLowerCase().endsWith('.xlsx');
