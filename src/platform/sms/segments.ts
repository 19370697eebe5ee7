export type SmsEncoding = 'GSM-7' | 'UCS-2';

export interface SmsSize {
  encoding: SmsEncoding;
  /** Septets, or UTF-16 code units. */
  units: number;
  segments: number;
}

/** GSM 03.38, the basic table: one septet each. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** The extension table: an escape and a septet, which stay in one segment. */
const EXTENDED = new Set('\f^{}\\[~]|€');

/** Of a message alone, and of each segment of a longer one, whose header takes the rest. */
const GSM = { alone: 160, each: 153 };
const UCS = { alone: 70, each: 67 };

/** How a text is sent, and what it is charged as. (rules sms 4) */
export function smsSize(text: string): SmsSize {
  const characters = [...text];
  const isGsm = characters.every((one) => BASIC.has(one) || EXTENDED.has(one));
  const lengths = characters.map((one) => (isGsm ? (EXTENDED.has(one) ? 2 : 1) : one.length));
  const units = lengths.reduce((sum, length) => sum + length, 0);
  const { alone, each } = isGsm ? GSM : UCS;
  const encoding = isGsm ? 'GSM-7' : 'UCS-2';
  return { encoding, units, segments: units <= alone ? Math.min(units, 1) : split(lengths, each) };
}

/** Characters of two units are not divided between segments: the one before is left a unit short. */
function split(lengths: readonly number[], each: number): number {
  let segments = 1;
  let used = 0;
  for (const length of lengths) {
    if (used + length > each) [segments, used] = [segments + 1, 0];
    used += length;
  }
  return segments;
}

/** As much of the text as fits into so many segments, with an ellipsis where something is left out. */
export function cutToSegments(text: string, most: number): string {
  if (smsSize(text).segments <= most) return text;
  const characters = [...text];
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (smsSize(cut(characters, middle)).segments <= most) low = middle;
    else high = middle - 1;
  }
  return cut(characters, low);
}

function cut(characters: readonly string[], length: number): string {
  return `${characters.slice(0, length).join('').trimEnd()}...`;
}
