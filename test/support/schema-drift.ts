import { DataSource, type EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import pg from 'pg';
import type { entityClasses } from '../../src/platform/database/data-source.js';
import { SnakeCaseNames } from '../../src/platform/database/tenant-entity.js';

interface TableColumn {
  table: string;
  column: string;
  /** As Postgres writes it: numeric(7,4), text, timestamp with time zone. */
  type: string;
  nullable: boolean;
  /** The database sets its value: a default, an identity, a generated column. */
  filled: boolean;
}

const COLUMNS = `
  SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
    a.atthasdef OR a.attidentity <> '' AS filled
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relname = ANY ($1) AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped`;

/**
 * Differences between entities and migrated tables, one sentence each: columns that only one of them has, other types, null
 * allowed in only one, columns that no insert through the entity could fill.
 */
export async function schemaDrift(url: string, entities: ReturnType<typeof entityClasses>): Promise<string[]> {
  const dataSource = new DataSource({ type: 'postgres', url, entities, namingStrategy: new SnakeCaseNames() });
  await dataSource.initialize();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = dataSource.entityMetadatas.map(({ tableName }) => tableName);
    const { rows } = await client.query<TableColumn>(COLUMNS, [tables]);
    return dataSource.entityMetadatas.flatMap((entity) => drift(dataSource, entity, rows)).sort();
  } finally {
    await client.end();
    await dataSource.destroy();
  }
}

function drift(dataSource: DataSource, entity: EntityMetadata, rows: TableColumn[]): string[] {
  const table = rows.filter((row) => row.table === entity.tableName);
  if (table.length === 0) return [`${entity.name}: no table ${entity.tableName}`];
  const declared = new Map(entity.columns.map((column) => [column.databaseName, column]));
  const missing = [...declared.keys()].filter((name) => !table.some(({ column }) => column === name));
  return [
    ...missing.map((name) => `${entity.name}: no migration adds ${entity.tableName}.${name}`),
    ...table.flatMap((row) => {
      const column = declared.get(row.column);
      const where = `${row.table}.${row.column}`;
      if (!column) return [`${entity.name}: the entity has no ${where}`];
      const type = typeOf(dataSource, column);
      return [
        ...(type === row.type ? [] : [`${entity.name}: ${where} is ${row.type}, the entity says ${type}`]),
        ...(column.isNullable === row.nullable ? [] : [`${entity.name}: ${where} differs in whether it may be null`]),
        ...(column.isInsert || row.filled || row.nullable ? [] : [`${entity.name}: nothing fills ${where}`]),
      ];
    }),
  ];
}

function typeOf(dataSource: DataSource, column: ColumnMetadata): string {
  const base = dataSource.driver.normalizeType(column);
  const sizes = column.length ? [column.length] : [column.precision, column.scale].filter((n) => n != null);
  const size = sizes.length > 0 ? `(${sizes.join(',')})` : '';
  return `${base}${size}${column.isArray ? '[]' : ''}`;
}
