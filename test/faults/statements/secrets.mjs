// Whether something that must stay secret is in a log or, in clear, in the database.

/** Names of the servers whose log holds one of the texts. */
export function inLogs(servers, texts) {
  return servers.flatMap((server) => {
    const log = server.log();
    return texts.filter((text) => log.includes(text)).map((text) => `${server.name}: ${text.slice(0, 4)}…`);
  });
}

/** Tables with a row that holds the text in any of its columns. */
export async function inTables(db, text) {
  const { rows } = await db.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const found = [];
  for (const { name } of rows) {
    const { rowCount } = await db.query(`SELECT FROM ${name} t WHERE strpos(t::text, $1) > 0 LIMIT 1`, [text]);
    if (rowCount > 0) found.push(name);
  }
  return found;
}
