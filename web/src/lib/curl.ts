/** A text as one word of a shell, whatever signs it has. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The command that sends the same request from a terminal. The key is not in it: it is taken from the environment. */
export function curlOf(method: string, url: string, body?: unknown): string {
  const lines = [`curl -X ${method} ${quoted(url)}`, `-H "Authorization: Bearer $NIGHTSHIFT_KEY"`];
  if (body !== undefined) lines.push(`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body))}`);
  return lines.join(' \\\n  ');
}
