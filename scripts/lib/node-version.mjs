/** Imported first, by everything a user starts: an old Node would fail later with words that help nobody. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`\nNightshift needs Node.js 20.19 or newer; this is ${process.versions.node} (${process.execPath}).\n`);
  process.exit(1);
}
