/** Stores so many bytes that exist nowhere, and tells how much memory that took. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { LocalDriver } from '../../dist/src/platform/storage/local-driver.js';
import { Measured } from '../../dist/src/platform/storage/measured.js';

const [folder, length] = [process.argv[2], Number(process.argv[3])];
const driver = new LocalDriver(folder);
const key = `${randomUUID()}/${randomUUID()}`;
const piece = Buffer.alloc(65_536);
function* zeros() {
  for (let sent = 0; sent < length; sent += piece.length) yield piece;
}
const before = process.memoryUsage.rss();
let peak = before;
const measured = new Measured(length);
measured.on('data', () => (peak = Math.max(peak, process.memoryUsage.rss())));
measured.pause();
try {
  await driver.put(key, Readable.from(zeros()).pipe(measured), {});
  const bytes = await driver.head(key);
  await driver.delete(key);
  console.log(JSON.stringify({ bytes, grown: peak - before, sha256: measured.sha256 }));
} catch ({ code }) {
  console.log(JSON.stringify({ code }));
}
