/** Imported first by every script: an old Node would fail later with an error that does not name the reason. */
const [major, minor] = process.versions.node.split('.').map(Number);
const least = { 20: 19, 22: 13, 24: 11 }[major];
// Odd major versions have no long-term support, and some dependencies refuse them.
if (least === undefined ? major < 25 : minor < least) {
  console.error(
    `\nNightshift needs Node.js 20.19, 22.13, 24.11 or newer ones of these, or 25 and above; this is ${process.versions.node} (${process.execPath}).\n`,
  );
  process.exit(1);
}
