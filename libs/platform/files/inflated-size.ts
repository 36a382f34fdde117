const endOfDirectory = 0x06054b50;
const entry = 0x02014b50;
const [endLength, entryLength] = [22, 46];

/** How large the files of a ZIP archive say that they are when unpacked; 0 of what is no archive. */
export function inflatedSize(archive: Buffer): number {
  const end = archive.lastIndexOf(signature(endOfDirectory));
  if (end < 0 || end + endLength > archive.length) return 0;
  let [size, at] = [0, archive.readUInt32LE(end + 16)];
  while (at + entryLength <= archive.length && archive.readUInt32LE(at) === entry) {
    size += archive.readUInt32LE(at + 24);
    at += entryLength + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return size;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
