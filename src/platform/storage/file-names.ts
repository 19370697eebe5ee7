const MAX_NAME = 200;

/** The last part of a name that a client gave, without what no file name should hold; `file` where nothing is left. */
export function fileName(given: string): string {
  const last = given.toWellFormed().split(/[\\/]/).at(-1)!;
  // Control characters, and marks that turn the direction of the text: evil‮lts.exe would read evilexe.stl.
  const clean = last.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
  const short = [...clean].slice(0, MAX_NAME).join('');
  return short === '' || /^\.+$/.test(short) ? 'file' : short;
}

const TYPE = /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,100}$/;

/** A type as it was given, without parameters; bytes of no known type where it is none. */
export function contentTypeOf(given: string | undefined): string {
  const type = given?.split(';', 1)[0]!.trim().toLowerCase() ?? '';
  return TYPE.test(type) ? type : 'application/octet-stream';
}

/** Content-Disposition of a download (RFC 6266): a plain name for old clients, the whole one for all others. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return plain === name
    ? `attachment; filename="${plain}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
