import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { entityClasses } from '../../src/platform/database/data-source.js';
import { TenantEntity } from '../../src/platform/database/tenant-entity.js';
import { createTestDatabase } from '../support/databases.js';
import { schemaDrift } from '../support/schema-drift.js';

const SRC = resolve(import.meta.dirname, '../../src');

describe('entities and migrations', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let entities: ReturnType<typeof entityClasses>;
  beforeAll(async () => {
    database = await createTestDatabase();
    const files = readdirSync(SRC, { recursive: true }).map(String);
    for (const file of files.filter((name) => name.endsWith('.entity.ts'))) await import(join(SRC, file));
    entities = entityClasses();
  });
  afterAll(() => database.drop());

  it('say the same of every table', async () => {
    expect(entities.length).toBeGreaterThan(0);
    expect(await schemaDrift(database.url, entities)).toEqual([]);
  });

  it('are told apart when a column is added to an entity alone, or to a table alone', async () => {
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(
      'CREATE TABLE drift_sample (id integer GENERATED ALWAYS AS IDENTITY, tenant_id uuid NOT NULL, name text)',
    );
    await sql.query('ALTER TABLE drift_sample ADD COLUMN added_by_migration text, ADD COLUMN price numeric(10,2)');
    await sql.end();

    @Entity('drift_sample')
    class DriftSample extends TenantEntity {
      @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' }) id!: number;
      @Column({ type: 'text' }) name!: string;
      @Column({ type: 'text' }) addedInCode!: string;
      @Column({ type: 'numeric', precision: 12, scale: 2, nullable: true }) price!: string | null;
    }

    expect(await schemaDrift(database.url, [DriftSample])).toEqual([
      'DriftSample: drift_sample.name differs in whether it may be null',
      'DriftSample: drift_sample.price is numeric(10,2), the entity says numeric(12,2)',
      'DriftSample: no migration adds drift_sample.added_in_code',
      'DriftSample: nothing fills drift_sample.tenant_id',
      'DriftSample: the entity has no drift_sample.added_by_migration',
    ]);
  });
});
