const tty = process.stdout.isTTY;
// Errors of a closed terminal are ignored, so that the script can still stop what it has started.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const paint = (code, text) => (tty ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = (text) => paint(1, text);
export const dim = (text) => paint(2, text);
const green = (text) => paint(32, text);
const red = (text) => paint(31, text);

/** An error whose message is all the user needs: printed without a stack. */
export class Stop extends Error {}

/** Runs one step and prints how long it took; work gets a function to say what it is doing. */
export async function step(name, work) {
  const started = performance.now();
  if (tty) process.stdout.write(`  ${dim('…')} ${name}`);
  const say = (text) =>
    tty ? process.stdout.write(`\r\u001b[K  ${dim('…')} ${name} ${dim(text)}`) : console.log(`  … ${name}: ${text}`);
  try {
    const note = await work(say);
    const took = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    console.log(`${tty ? '\r\u001b[K' : ''}  ${green('✔')} ${name.padEnd(14)} ${dim(took.padStart(7))}  ${note ?? ''}`);
  } catch (error) {
    console.log(`${tty ? '\r\u001b[K' : ''}  ${red('✘')} ${name}`);
    throw error;
  }
}

/** A plain table: columns are { title, value(row), right? }. */
export function table(columns, rows) {
  const cells = rows.map((row) => columns.map((column) => String(column.value(row) ?? '')));
  const widths = columns.map((column, i) => Math.max(column.title.length, ...cells.map((line) => line[i].length)));
  const line = (texts) =>
    texts.map((text, i) => (columns[i].right ? text.padStart(widths[i]) : text.padEnd(widths[i]))).join('  ');
  console.log(`  ${bold(line(columns.map((column) => column.title)))}`);
  for (const row of cells) console.log(`  ${line(row)}`);
}

export function fail(error) {
  if (error instanceof Stop) console.error(`\n${error.message}\n`);
  else if (error.code === 'EACCES' && error.path)
    console.error(`\n${error.path} belongs to another user; start as that user, or remove it.\n`);
  else console.error(error);
}
