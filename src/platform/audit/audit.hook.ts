import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AuthenticatedRequest } from '../auth/decorators.js';
import { auditDetail } from './audit-detail.js';
import { AuditService } from './audit.service.js';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Notes every request that may change something by anybody we know, whatever the answer. A person hears the answer once
 * the note is kept; a key does not wait for it, or every job a machine asks for would cost a second commit.
 */
@Injectable()
export class AuditHook implements OnModuleInit {
  private readonly logger = new Logger('Audit');

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): void {
    // Without HTTP (tests of the platform alone) there is nobody to note.
    const adapter = this.adapters.httpAdapter as { getInstance?(): FastifyInstance } | undefined;
    adapter?.getInstance?.().addHook('onSend', async (request: AuthenticatedRequest, reply: FastifyReply) => {
      const { principal } = request;
      if (!principal || READS.includes(request.method)) return;
      const noted = this.note(request, reply, principal);
      if (principal.kind !== 'api-key' && principal.kind !== 'cron') await noted;
    });
  }

  private async note(
    request: AuthenticatedRequest,
    reply: FastifyReply,
    principal: NonNullable<AuthenticatedRequest['principal']>,
  ): Promise<void> {
    try {
      await this.audit.record({
        principal,
        action: `${request.method} ${(request.routeOptions.url ?? request.url).replace(/^\/api(\/v1)?/, '')}`,
        target: (request.params as object | undefined) ?? {},
        detail: auditDetail(request.body),
        status: reply.statusCode,
        requestId: request.id,
      });
    } catch (error) {
      // What was done cannot be undone for want of a note; the request's own log line remains.
      this.logger.error({ msg: 'an action could not be noted', requestId: request.id, err: error });
    }
  }
}
