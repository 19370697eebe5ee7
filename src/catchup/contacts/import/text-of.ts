/**
 * The text of a file: UTF-16 where its first bytes say so, else UTF-8, else Windows-1252, in which every byte means
 * something. Exports of desktop programs are in any of them and do not say in which.
 */
export function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return decoded(bytes, 'utf-8');
}

/** In a charset by its label, or in Windows-1252 where there is no such charset or the bytes are none of it. */
export function decoded(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
