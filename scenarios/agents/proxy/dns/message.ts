/** What a question asks for. */
export interface Question {
  /** In lower case, without the dot at the end. */
  readonly name: string;
  /** Where the question ends in the message, bytes. */
  readonly end: number;
}

/** RFC 1035, 4.1.1. */
const HEADER_BYTES = 12;
const RCODE = { servfail: 2, nxdomain: 3 } as const;

/** The question of a query (RFC 1035, 4.1.2); `undefined` for anything that is not a query with one question. */
export function questionOf(message: Buffer): Question | undefined {
  if (message.length < HEADER_BYTES || (message.readUInt8(2) & 0x80) !== 0 || message.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (;;) {
    const length = message[at];
    // A question that is the first of its message refers to no earlier name.
    if (length === undefined || length > 63) return undefined;
    at += 1;
    if (length === 0) break;
    if (at + length > message.length) return undefined;
    labels.push(message.toString('latin1', at, at + length));
    at += length;
  }
  // Type and class.
  if (at + 4 > message.length) return undefined;
  return { name: labels.join('.').toLowerCase(), end: at + 4 };
}

/** The answer to a query that says nothing but that there is none. */
export function refusalOf(query: Buffer, { end }: Question, answer: keyof typeof RCODE): Buffer {
  const reply = Buffer.from(query.subarray(0, end));
  // A response, recursion available; opcode and "recursion desired" as asked.
  reply.writeUInt8((reply.readUInt8(2) & 0x79) | 0x80, 2);
  reply.writeUInt8(0x80 | RCODE[answer], 3);
  // No answers, authorities or additional records.
  reply.fill(0, 6, HEADER_BYTES);
  return reply;
}

/** Whether a name is one of those that are meant; `*.shop` stands for every name below `shop`. No names: all are. */
export function isMeant(name: string, names: readonly string[]): boolean {
  if (names.length === 0) return true;
  return names.some((one) => {
    const wanted = one.toLowerCase().replace(/\.$/, '');
    return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted;
  });
}

/** The first message of a stream, in which each is preceded by its length (RFC 1035, 4.2.2), and what follows it. */
export function takeMessage(stream: Buffer): { readonly message: Buffer; readonly rest: Buffer } | undefined {
  if (stream.length < 2) return undefined;
  const end = 2 + stream.readUInt16BE(0);
  if (stream.length < end) return undefined;
  return { message: stream.subarray(2, end), rest: stream.subarray(end) };
}

/** A message as it is sent in a stream. */
export function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
