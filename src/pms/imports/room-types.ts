import { invalid } from '../../platform/errors/app-error.js';

const TYPE = /^[A-Za-z0-9][A-Za-z0-9 _-]{0,19}$/;
const CODE = /^[A-Z0-9_-]{1,20}$/;
const MOST = 100;

/**
 * Room types of a file and the codes of the categories they are mapped to, of a text such as `A:STD,B:DBL`.
 * @throws AppError VALIDATION_FAILED naming roomTypes
 */
export function parseRoomTypes(text: string | undefined): Map<string, string> {
  const types = new Map<string, string>();
  if (text === undefined || text.trim() === '') return types;
  const pairs = text.split(',');
  if (pairs.length > MOST) throw invalid('roomTypes', `roomTypes names at most ${MOST} types`);
  for (const pair of pairs) {
    const [type, code, ...rest] = pair.split(':').map((part) => part.trim());
    if (!type || !code || rest.length > 0 || !TYPE.test(type) || !CODE.test(code))
      throw invalid('roomTypes', 'roomTypes must be pairs such as A:STD,B:DBL');
    if (types.has(type)) throw invalid('roomTypes', `roomTypes names ${type} twice`);
    types.set(type, code);
  }
  return types;
}
