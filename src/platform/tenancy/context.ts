import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import type { Tx } from '../database/tx.js';
import { AppError } from '../errors/app-error.js';

export type Role = 'OPERATOR' | 'ADMIN' | 'MANAGER' | 'STAFF';

/** Who acts: a person, a key, the cron caller, or a job on behalf of its tenant. */
export interface Principal {
  kind: 'user' | 'api-key' | 'oidc' | 'cron' | 'job';
  role: Role | 'CRON' | 'JOB';
  /** null for an OPERATOR and for the cron caller: they have no tenant. */
  tenantId: string | null;
  tenantSlug?: string;
  userId?: string;
  email?: string;
  /**
   * Of a person whom the identity provider vouches for and who has no account here: `oidc:<issuer, hashed>:<the provider's name of her>`.
   * It is nobody else's, as an e-mail address in such a token may be.
   */
  subject?: string;
  /** The key that was used, where it was one. */
  apiKeyId?: string;
  /** The browser's session, where it was one. */
  sessionId?: string;
  /** Under which version of the user's sessions the token was issued. */
  tokenVersion?: number;
  /** When the credential ends; a stream of events that lasts longer checks it again. */
  expiresAt?: Date;
}

/** Namespace of callerUuid. */
const SUBJECTS = 'b1c1b0b4-6d0e-4c07-9f3a-8a0c7c1b8f51';

/** One and the same for everything that a person asks for, with or without an account; undefined for who is none (cron, jobs of no user). */
export function callerUuid({ userId, subject }: Principal): string | undefined {
  return userId ?? (subject === undefined ? undefined : uuidv5(subject, SUBJECTS));
}

/** A request that came with an Idempotency-Key and is being carried out. */
export interface KeyedRequest {
  tenantId: string;
  /** Method and path template, e.g. `POST /jobs/:id/retry`; of what belongs to one user alone, whose. */
  route: string;
  key: string;
  /** Tells the same request from another one with the same key. */
  hash: Buffer;
  /** How many of its transactions have committed something besides jobs. */
  ties: number;
  /** Jobs it has asked for in transactions that have committed. */
  jobs: number;
}

export interface OpenTransaction {
  tx: Tx;
  afterCommit: (() => void)[];
  /** Set for the transaction of a whole request: nested ones run as steps, each with a savepoint. The step that runs last. */
  steps?: Promise<unknown>;
  /** Jobs a keyed request has asked for in it. */
  jobs?: number;
  /** The user whose own rows it shows, once one was named (PersonalDatabase). */
  person?: string;
}

export interface Store {
  requestId?: string;
  /** Of a request: whether a transaction has been committed for it. Shared by all copies of its store. */
  progress?: { committed: boolean };
  jobId?: string;
  principal?: Principal;
  /** The open transaction of the current tenant, joined by nested calls. */
  transaction?: OpenTransaction;
  /** Present where a request with a key commits before it answers. */
  keyedRequest?: KeyedRequest;
  /** Runs in every outermost transaction, last. */
  beforeCommit?: (tx: Tx) => Promise<void>;
}

/** Who acts and for which tenant, carried by AsyncLocalStorage through requests and jobs alike. */
@Injectable()
export class RequestContext {
  private readonly stores = new AsyncLocalStorage<Store>();

  get store(): Store {
    return this.stores.getStore() ?? {};
  }

  /** Runs fn in a context with this store. */
  enter<T>(store: Store, fn: () => T): T {
    return this.stores.run(store, fn);
  }

  get principal(): Principal | undefined {
    return this.store.principal;
  }

  /** @throws AppError FORBIDDEN when the credential carries no tenant (an OPERATOR on a tenant's route). */
  get tenantId(): string {
    const id = this.principal?.tenantId;
    if (!id) throw new AppError('FORBIDDEN', 'This needs a credential that belongs to a tenant');
    return id;
  }

  /** @throws AppError FORBIDDEN when the credential belongs to no user. */
  get userId(): string {
    const id = this.principal?.userId;
    if (!id) throw new AppError('FORBIDDEN', 'This needs a credential that belongs to a user of the tenant');
    return id;
  }

  /** Notes that the current request, if there is one, has committed something: an error that follows does not undo it. */
  noteCommit(): void {
    const { progress } = this.store;
    if (progress) progress.committed = true;
  }

  /** Runs fn in a copy of the current context in which these members are replaced. */
  with<T>(over: Partial<Store>, fn: () => Promise<T>): Promise<T> {
    return this.enter({ ...this.store, ...over }, fn);
  }

  /** Runs fn as the given tenant's background work (schedules, seeds, jobs). */
  asTenant<T>(tenantId: string, fn: () => Promise<T>, over: Partial<Store> = {}): Promise<T> {
    const own = {
      principal: { kind: 'job', role: 'JOB', tenantId },
      transaction: undefined,
      keyedRequest: undefined,
      beforeCommit: undefined,
    } as const;
    return this.with({ ...own, ...over }, fn);
  }

  /** Runs fn as background work for one user of a tenant: what belongs to her alone is within reach (PersonalDatabase). */
  asPerson<T>(tenantId: string, userId: string, fn: () => Promise<T>): Promise<T> {
    return this.asTenant(tenantId, fn, { principal: { kind: 'job', role: 'JOB', tenantId, userId } });
  }
}
