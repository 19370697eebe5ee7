import { idOf } from '../ics/ics-events.js';
import { type ObjectTag, shortTag } from './caldav-objects.js';

const MARK = 'tags:';
/** Most objects whose tags are kept: some 300 KB. */
const MOST_TAGS = 5_000;

/**
 * Where a server has no sync tokens, the tags of a calendar's objects are one: of each the id and eight characters of its tag.
 * Undefined: there are too many, and the calendar is read in full each time.
 */
export function tagToken(objects: readonly ObjectTag[]): string | undefined {
  if (objects.length > MOST_TAGS) return undefined;
  return MARK + JSON.stringify(Object.fromEntries(objects.map(({ path, etag }) => [idOf(path), shortTag(etag)])));
}

export function isTagToken(token: string): boolean {
  return token.startsWith(MARK);
}

/** Which objects are new or other ones, and the ids of those that are gone. */
export function comparedWith(token: string, objects: readonly ObjectTag[]): { changed: ObjectTag[]; gone: string[] } {
  const before = new Map(Object.entries(JSON.parse(token.slice(MARK.length)) as Record<string, string>));
  const changed = objects.filter(({ path, etag }) => {
    const id = idOf(path);
    const tag = before.get(id);
    before.delete(id);
    // An object without a tag may have changed.
    return tag === undefined || etag === '' || tag !== shortTag(etag);
  });
  return { changed, gone: [...before.keys()] };
}
