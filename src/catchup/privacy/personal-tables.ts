import type { Tx } from '../../platform/database/tx.js';

export interface PersonalColumn {
  name: string;
  /** As SQL names it. */
  type: string;
}

/** A part of a list in the export. */
export interface ExportPage {
  /** JSON of the rows. */
  rows: string[];
  /** Of the last one; null: there are no more. */
  key: string[] | null;
}

/** A table of what belongs to single users. */
export interface PersonalTable {
  name: string;
  columns: PersonalColumn[];
  /** Columns of the primary key besides tenant and user, in order. */
  key: PersonalColumn[];
}

/**
 * Every table behind the policy personal_rows, as the database itself knows them: a table that is added later is exported and erased
 * without a word here.
 */
const TABLES = `
  SELECT c.relname AS name,
    (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
     FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       AND has_column_privilege(c.oid, a.attnum, 'SELECT')) AS columns,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY k.n), '[]')
     FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
     WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname NOT IN ('tenant_id', 'user_id')) AS key
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
  WHERE p.polname = 'personal_rows' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname`;

export function personalTables(tx: Tx): Promise<PersonalTable[]> {
  return tx.rows<PersonalTable>(TABLES);
}

/** Secrets, encrypted or hashed, and what providers gave us to come back with: nothing of it tells the user anything. */
const SECRET = /(?:_sealed|_hash|_secret|_token|_code|verifier|nonce)$|^(?:secret|token|code|state_key)$/;

/** Columns that are told in an export. */
export function toldColumns({ columns }: PersonalTable): string[] {
  return columns
    .map(({ name }) => name)
    .filter((name) => !SECRET.test(name) && name !== 'tenant_id' && name !== 'user_id');
}
