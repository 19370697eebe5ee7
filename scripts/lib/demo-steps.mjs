import { Stop } from './print.mjs';

/**
 * Does a step at one hotel after the other. If it fails at one, it is still done at the next ones. done(hotelIds) records the
 * hotels where it succeeded, so that it is not done there again.
 * @returns {Promise<{ results: unknown[], failed: string[] }>} failed: a line for each hotel, with what to do about it
 */
export async function atEachHotel(owed, work, done) {
  const [results, good, failed] = [[], [], []];
  for (const one of owed) {
    try {
      results.push(await work(one));
      good.push(one.hotelId);
    } catch (error) {
      failed.push(`${one.hotel}: ${error.message}${error.cause ? ` (${error.cause.message ?? error.cause})` : ''}`);
    }
  }
  if (good.length > 0) await done(good);
  return { results, failed };
}

/** What a start says when a step failed somewhere. @throws Stop when there is something to say */
export function tellFailures(failed, remedy) {
  if (failed.length === 0) return;
  const what = `${remedy} The next start tries it again; npm start -- --reset begins the demo anew.`;
  throw new Stop([...failed, what].map((line) => `\n    ${line}`).join(''));
}
