import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the run's document lies, named like its template database; the run's end removes it. */
const documentFile = () => join(tmpdir(), `nightshift-openapi-${process.env['TEST_TEMPLATE_DB'] ?? process.pid}.json`);

/** The OpenAPI document of the code under test: made once a run, as making it takes a second of every test file. */
export function sharedDocument(make: () => object): object {
  const file = documentFile();
  if (!existsSync(file)) {
    const mine = `${file}.${process.pid}`;
    writeFileSync(mine, JSON.stringify(make()));
    renameSync(mine, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}
