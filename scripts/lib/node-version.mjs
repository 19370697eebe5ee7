/** Imported first, by everything a user starts: an old Node would fail later with words that help nobody. */
const [major, minor] = process.versions.node.split('.').map(Number);
const least = { 20: 19, 22: 13, 24: 11 }[major];
// The odd ones in between never had long support, and some dependencies say that they will not work.
if (least === undefined ? major < 25 : minor < least) {
  console.error(
    `\nNightshift needs Node.js 20.19, 22.13, 24.11 or newer ones of these, or 25 and above; this is ${process.versions.node} (${process.execPath}).\n`,
  );
  process.exit(1);
}
