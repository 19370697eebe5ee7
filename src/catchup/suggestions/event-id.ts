const DIGITS = '0123456789abcdefghijklmnopqrstuv';

/** The id of the event of a suggestion, the same every time: of letters a–v and digits, as Google wants them. */
export function eventIdOf(suggestionId: string): string {
  let number = BigInt(`0x${suggestionId.replaceAll('-', '')}`);
  let text = '';
  for (let n = 0; n < 26; n++) {
    text = DIGITS[Number(number & 31n)]! + text;
    number >>= 5n;
  }
  return `ns${text}`;
}
