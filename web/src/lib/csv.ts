/** `{a: {b: 1}}` as `a.b`; lists stay as JSON in one cell. */
function flatten(value: object, path = '', into: Record<string, unknown> = {}): Record<string, unknown> {
  for (const [name, inner] of Object.entries(value)) {
    const at = path ? `${path}.${name}` : name;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) flatten(inner as object, at, into);
    else into[at] = inner;
  }
  return into;
}

const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** A text that a spreadsheet would take for a formula begins with an apostrophe; amounts stay amounts. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as the API answers them, a column for each field by its name there. */
export function csvOf(rows: readonly object[]): string {
  const flat = rows.map((row) => flatten(row));
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  const lines = [columns.map(cellOf), ...flat.map((row) => columns.map((name) => cellOf(row[name])))];
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  return `\ufeff${lines.map((cells) => cells.join(',')).join('\r\n')}\r\n`;
}
