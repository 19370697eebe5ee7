/** Single quotes only at the borders of words: those of `hotel's` and `O'Brien` are apostrophes. */
const QUOTED = /"[^"]*"|“[^”]*”|«[^»]*»|‘[^’]*’|`[^`]*`|(?<![\p{L}\d])'(?:[^']|(?<=\p{L})'(?=\p{L}))*'(?![\p{L}\d])/gu;
const ADDRESS = /[^\s"'<>(),;:]+@[^\s"'<>(),;:]+/g;
/** Seven digits and more, with what may stand between them: a telephone number. Dots only after `+` or `00`, or addresses of IP were some. */
const TELEPHONE = /(?:\+|\b00)\d(?:[ .()/-]{0,2}\d){6,}|\+?\d(?:[ ()/-]?\d){6,}/g;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const DATE = /\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?/g;

/**
 * The message of an error without what may be a tenant's business: quoted texts, addresses of e-mail and telephone numbers are `…`. Ids and
 * dates stay: they tell an operator nothing about a guest, and lead an engineer to the line of a log.
 */
export function bareMessage(message: string): string {
  const kept: string[] = [];
  // Their digits are no telephone numbers. The mark is a character that Postgres stores in no text.
  const keep = (text: string) => `\0${String.fromCharCode(0xe000 + kept.push(text) - 1)}`;
  return message
    .replace(QUOTED, (text) => `${text[0]}…${text.at(-1)}`)
    .replace(ADDRESS, '…')
    .replace(UUID, keep)
    .replace(DATE, keep)
    .replace(TELEPHONE, '…')
    .replace(/\0(.)/g, (_, mark: string) => kept[mark.charCodeAt(0) - 0xe000]!);
}
