import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { type JobView, JobsService } from '../../jobs/index.js';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { OutboundClient } from '../../platform/outbound/outbound.client.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { Connection } from './connection.entity.js';
import { ConnectionSessions } from './connection-sessions.js';
import type { CreateConnectionRequest, SyncRequest, UpdateConnectionRequest } from './connections.dto.js';
import { ProviderRegistry } from './provider-registry.js';
import { ProviderSync } from './provider-sync.job.js';
import { SyncSchedules } from './sync-schedules.js';

/** Most connections a tenant has. */
const MOST = 50;

/** A tenant's connections to providers of stays. A key comes in and never goes out. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly outbound: OutboundClient,
    private readonly providers: ProviderRegistry,
    private readonly sessions: ConnectionSessions,
    private readonly schedules: SyncSchedules,
    private readonly jobs: JobsService,
  ) {}

  /** @throws AppError VALIDATION_FAILED; CONFLICT when the name is taken, or there are too many */
  async create(request: CreateConnectionRequest): Promise<Connection> {
    const { provider, name = provider, apiKey, clientId = null, active = true, cron = '30 2 * * *' } = request;
    const { defaultUrl } = this.providers.get(provider);
    const baseUrl = this.address(request.baseUrl ?? defaultUrl);
    this.checkClientId(provider, clientId);
    this.schedules.check(cron);
    const id = newId();
    try {
      return await this.db.transaction(async (tx) => {
        const connections = tx.repository(Connection);
        if ((await connections.count()) >= MOST)
          throw new AppError('CONFLICT', `There may be at most ${MOST} connections`);
        const createdBy = this.context.principal?.userId ?? null;
        const sealed = this.sessions.seal(id, apiKey);
        await connections.insert({ id, provider, name, baseUrl, apiKey: sealed, clientId, active, cron, createdBy });
        await this.schedules.put({ id, name, cron, active });
        return connections.findOneByOrFail({ id });
      });
    } catch (error) {
      if (violates(error, 'provider_connection_name_key'))
        throw new AppError('CONFLICT', 'A connection has this name already', { cause: error });
      throw error;
    }
  }

  async list(limit: number, offset: number): Promise<{ connections: Connection[]; total: number }> {
    const [connections, total] = await this.db.withRepository(Connection, (all) =>
      all.findAndCount({ order: { id: 'ASC' }, take: limit, skip: offset }),
    );
    return { connections, total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<Connection> {
    const connection = await this.db.withRepository(Connection, (all) => all.findOneBy({ id }));
    if (!connection) throw notFound('Connection');
    return connection;
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED */
  async update(id: string, request: UpdateConnectionRequest): Promise<Connection> {
    return this.db.transaction(async (tx) => {
      const connections = tx.repository(Connection);
      const before = await connections.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!before) throw notFound('Connection');
      const baseUrl = request.baseUrl === undefined ? before.baseUrl : this.address(request.baseUrl);
      if (baseUrl !== before.baseUrl && request.apiKey === undefined)
        throw invalid('apiKey', 'apiKey is needed with another baseUrl');
      const clientId = request.clientId === undefined ? before.clientId : request.clientId;
      this.checkClientId(before.provider, clientId);
      const { cron = before.cron, active = before.active, apiKey } = request;
      this.schedules.check(cron);
      const isOther = apiKey !== undefined || clientId !== before.clientId;
      await connections.update(
        { id },
        {
          ...{ baseUrl, clientId, cron, active },
          ...(apiKey !== undefined && { apiKey: this.sessions.seal(id, apiKey) }),
          // A token belongs to the credentials it was given for.
          ...(isOther && { token: null, tokenExpiresAt: null, tokenClaimedUntil: null, tokensAskedAt: [] }),
        },
      );
      await this.schedules.put({ id, name: before.name, cron, active });
      return connections.findOneByOrFail({ id });
    });
  }

  /** Its stays and the names of listings stay. @throws AppError NOT_FOUND */
  async remove(id: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { affected } = await tx.repository(Connection).delete({ id });
      if (!affected) throw notFound('Connection');
      await this.schedules.remove(id);
    });
  }

  /** @throws AppError NOT_FOUND; CONFLICT when it is switched off; VALIDATION_FAILED */
  async sync(id: string, request: SyncRequest): Promise<JobView> {
    const { active } = await this.get(id);
    if (!active) throw new AppError('CONFLICT', 'The connection is switched off');
    const from = dateOf('from', request.from);
    const to = dateOf('to', request.to);
    if (from !== undefined && to !== undefined && to < from) throw invalid('to', 'to must not be before from');
    return this.jobs.enqueue(ProviderSync, { connectionId: id, ...(from && { from }), ...(to && { to }) });
  }

  /** An address without path parameters of its own, which would be lost. */
  private address(text: string): string {
    const url = this.outbound.parse(text, 'baseUrl', true);
    if (url.search || url.hash) throw invalid('baseUrl', 'baseUrl must have no query');
    return url.href.replace(/\/+$/, '');
  }

  private checkClientId(provider: Connection['provider'], clientId: string | null): void {
    if (this.providers.get(provider).needsClientId && clientId === null)
      throw invalid('clientId', `clientId is needed for ${provider}`);
  }
}
