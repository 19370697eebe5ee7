#!/usr/bin/env node
/**
 * Types of the API's paths and bodies, from the committed openapi.json, into src/api/schema.d.ts. The file is not committed: it is
 * made again whenever the document has changed. openapi-typescript needs the compiler's API of TypeScript 6, which is therefore
 * installed here.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

const WEB = join(import.meta.dirname, '..');
const TARGET = join(WEB, 'src/api/schema.d.ts');

const text = await readFile(join(WEB, '../openapi.json'), 'utf8');
const stamp = `// Made by scripts/api-types.mjs of the document ${createHash('sha256').update(text).digest('hex')}\n`;
const current = existsSync(TARGET) ? await readFile(TARGET, 'utf8') : '';
if (!current.startsWith(stamp)) await writeFile(TARGET, stamp + astToString(await openapiTS(JSON.parse(text))));
