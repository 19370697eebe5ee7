import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AuthenticatedRequest, Claim } from '../auth/decorators.js';
import { isPersonal } from '../http/personal-routes.js';
import { auditAbout } from './audit-about.js';
import { auditDetail } from './audit-detail.js';
import { type Action, type Actor, AuditService } from './audit.service.js';

const READS = ['GET', 'HEAD', 'OPTIONS'];
/** An action is part of an index, whose rows have an end. Routes are shorter; a path without a route may not be. */
const LONGEST_ACTION = 500;

/**
 * Writes an audit entry for every request of a known caller that may change something, whatever the answer, and for every
 * log-in (noteLogin for those that are no POST). A person's answer is sent after the entry is committed. A key's answer does not wait for it, because every job that
 * a machine asks for would otherwise cost a second commit.
 */
@Injectable()
export class AuditHook implements OnModuleInit {
  private readonly logger = new Logger('Audit');
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): void {
    // Without HTTP (tests of the platform alone) there are no requests.
    const adapter = this.adapters.httpAdapter as { getInstance?(): FastifyInstance } | undefined;
    const fastify = adapter?.getInstance?.();
    fastify?.addHook('onSend', async (request: AuthenticatedRequest, reply: FastifyReply, answer: unknown) => {
      const actor = READS.includes(request.method) ? undefined : actorOf(request);
      if (!actor) return;
      const noted = this.note(request, reply, actor, answer);
      if (actor.kind !== 'api-key' && actor.kind !== 'cron') return noted;
      this.underWay.add(noted);
      void noted.finally(() => this.underWay.delete(noted));
    });
    // After the last answer, before the database's connections are closed.
    fastify?.addHook('onClose', async () => {
      await Promise.all(this.underWay);
    });
  }

  /**
   * A log-in in a place whose requests this hook does not see.
   * @param action as in the trail; below `/auth`, or it is kept as long as a record (the database's `audit_passing`)
   */
  async noteLogin(request: AuthenticatedRequest, action: string, status: number): Promise<void> {
    const { claim } = request;
    if (claim)
      await this.record(request, {
        ...{ actor: claimant(claim), action, status, requestId: request.id },
        ...{ target: {}, about: [], detail: null },
      });
  }

  private async note(request: AuthenticatedRequest, reply: FastifyReply, actor: Actor, answer: unknown): Promise<void> {
    const route = (request.routeOptions.url ?? request.url).replace(/^\/api(\/v1)?/, '');
    await this.record(request, {
      actor,
      action: `${request.method} ${route}`.slice(0, LONGEST_ACTION),
      target: auditDetail(request.params) ?? {},
      about: auditAbout({
        ...{ method: request.method, route, params: request.params, body: request.body },
        answer,
        status: reply.statusCode,
      }),
      detail: isPersonal(route) ? null : auditDetail(request.body),
      status: reply.statusCode,
      requestId: request.id,
    });
  }

  private async record(request: AuthenticatedRequest, action: Action): Promise<void> {
    try {
      await this.audit.record(action);
    } catch (error) {
      // The request is done and cannot be undone because its entry failed; its line in the log remains.
      this.logger.error({ msg: 'an action could not be noted', requestId: request.id, err: error });
    }
  }
}

function actorOf({ principal, claim }: AuthenticatedRequest): Actor | undefined {
  if (principal) {
    const { kind, role, tenantId, userId, email, subject, apiKeyId } = principal;
    return { kind, role, tenantId, id: userId ?? null, name: email ?? null, subject, apiKeyId: apiKeyId ?? null };
  }
  return claim && claimant(claim);
}

function claimant({ userId, role, tenantId, email }: Claim): Actor {
  return { kind: userId ? 'user' : 'unknown', role, tenantId, id: userId, name: email, apiKeyId: null };
}
