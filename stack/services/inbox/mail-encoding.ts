/** Bytes of a quoted-printable text (RFC 2045, 6.7), one character per byte; what is not well formed stays as it is. */
export function decodeQuotedPrintable(text: string): Buffer {
  const plain = text
    .replace(/[ \t]+(?=\r?\n|$)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

/** Bytes of a base64 text; characters that do not belong there are passed over. */
export const decodeBase64 = (text: string): Buffer => Buffer.from(text, 'base64');

/** Text of bytes in a character set; UTF-8 where the set is unknown. */
export function decodeCharset(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
