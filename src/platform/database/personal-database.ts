import { Injectable } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { AppError } from '../errors/app-error.js';
import { RequestContext } from '../tenancy/context.js';
import { TenantDatabase } from './tenant-database.js';
import type { Tx } from './tx.js';

/**
 * The only access to tables of what belongs to one user, as her calendars and the people she knows (protectPersonalTable in the
 * migrations). Every transaction names the user who acts and proves it to Postgres, so that row-level security keeps the rows of all
 * other users out, an ADMIN's request included. Jobs name their user by RequestContext.asPerson.
 */
@Injectable()
export class PersonalDatabase {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
  ) {}

  /** Runs fn in one transaction, as TenantDatabase does; one that is open is joined. @throws AppError FORBIDDEN without a user, and for an API key */
  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const { userId, principal } = this.context;
    // A key is for machines, and whoever is given it would read what belongs to the person who made it.
    if (principal?.kind === 'api-key')
      throw new AppError('FORBIDDEN', 'This belongs to a person: log in as her, an API key does not reach it');
    return this.db.transaction(fn, { person: userId });
  }

  /**
   * A transaction of the tenant that names a person where a job acts for one (asPerson): for tables in which only some rows are
   * one person's, as mail_message.
   */
  transactionOfJob<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const { kind, userId } = this.context.principal ?? {};
    return kind === 'job' && userId ? this.transaction(fn) : this.db.transaction(fn);
  }

  /** Rows of one statement. */
  rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.transaction((tx) => tx.rows<Row>(sql, parameters));
  }

  /** First row of one statement. */
  first<Row>(sql: string, parameters: unknown[] = []): Promise<Row | undefined> {
    return this.transaction((tx) => tx.first<Row>(sql, parameters));
  }

  /** Runs fn with TypeORM's repository of an entity. */
  withRepository<Entity extends ObjectLiteral, T>(
    entity: EntityTarget<Entity>,
    fn: (repository: Repository<Entity>) => Promise<T>,
  ): Promise<T> {
    return this.transaction((tx) => fn(tx.repository(entity)));
  }
}
