import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { QueueCatalog } from '../jobs/index.js';
import {
  type AuthenticatedRequest,
  Credentials,
  LoginService,
  requireSameOrigin,
  setSessionCookies,
  TokensService,
} from '../platform/auth/index.js';
import { AuditHook } from '../platform/audit/audit.hook.js';
import { Config } from '../platform/config/config.js';
import { AppError } from '../platform/errors/app-error.js';
import { sendProblem, toAppError } from '../platform/errors/problem.filter.js';

export const BOARD_PATH = '/api/admin/queues';

/** Says where to find what the board does not show. */
const HISTORY = [
  { text: 'History of jobs: GET /api/v1/jobs', url: '/api/docs#/Jobs/Jobs_list' },
  { text: 'Figures by queue: GET /api/v1/jobs/queues/metrics', url: '/api/docs#/Queues/Queues_read' },
  { text: 'Dead letters', url: '/api/docs#/Dead%20letters/DeadLetters_list' },
];
const NOTICE = `<p role="note" style="position:fixed;bottom:0;left:0;right:0;z-index:9;margin:0;padding:6px;text-align:center;
font:13px sans-serif;background:#fff3cd;color:#533f03">This is what Redis carries at this moment, ids only; a job that has
run leaves it. What ran, and what came of it, is in <a href="/api/docs#/Jobs/Jobs_list">GET /api/v1/jobs</a>.</p>`;

/** The board's page without fonts from other servers, and with a notice about what it does not show. */
function ownPage(html: string): string {
  return html.replace(/<link[^>]+href="https?:[^>]*>/g, '').replace('</body>', `${NOTICE}</body>`);
}

/**
 * Bull Board, read-only: Postgres decides, the board shows what Redis carries (ids). Its own guard stands before
 * every one of its routes, because Nest's guards do not run there.
 */
export async function mountBullBoard(app: NestFastifyApplication): Promise<void> {
  const adapter = new FastifyAdapter();
  adapter.setBasePath(BOARD_PATH);
  const queues = app.get(QueueCatalog).queues();
  createBullBoard({
    queues: queues.map((queue) => {
      const description = `What ran is kept in Postgres: GET /api/v1/jobs?jobName=${queue.name}`;
      return new BullAdapter(queue, { readOnlyMode: true, allowRetries: false, description });
    }),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Nightshift', miscLinks: HISTORY } },
  });
  const admit = operatorsOnly(app);
  await app
    .getHttpAdapter()
    .getInstance()
    .register(async (board) => {
      board.addHook('onRequest', admit);
      board.addHook('onSend', (_request, reply, payload, next) => {
        const html = /^text\/html/.test(String(reply.getHeader('content-type')));
        next(null, html ? ownPage(String(payload)) : payload);
      });
      await board.register(adapter.registerPlugin(), { prefix: BOARD_PATH });
    });
}

/** Lets operators in: bearer, session cookie, or e-mail and password by the browser's own dialogue, which is noted as every log-in is. */
function operatorsOnly(app: NestFastifyApplication) {
  const [credentials, logins, tokens, audit, config] = [
    app.get(Credentials),
    app.get(LoginService),
    app.get(TokensService),
    app.get(AuditHook),
    app.get(Config),
  ];

  const basic = async (request: AuthenticatedRequest, reply: FastifyReply) => {
    const encoded = /^Basic +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!encoded) return undefined;
    requireSameOrigin(request);
    const [, email = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
    // Counted before the password is compared, because each comparison takes 19 MiB and some milliseconds.
    const user = await logins.attempt(request, email, password);
    if (user?.role === 'OPERATOR') setSessionCookies(reply, config, await tokens.sign(user), config.JWT_EXPIRES_IN);
    return user;
  };

  const enter = async (request: AuthenticatedRequest, reply: FastifyReply): Promise<void> => {
    const caller = (await credentials.principal(request)) ?? (await basic(request, reply));
    if (caller?.role === 'OPERATOR') return;
    if (!caller) void reply.header('WWW-Authenticate', 'Basic realm="Nightshift queues", charset="UTF-8"');
    throw caller
      ? new AppError('FORBIDDEN', 'The queues are for operators')
      : new AppError('UNAUTHENTICATED', 'The queues are for operators; log in as one');
  };

  return async (request: AuthenticatedRequest, reply: FastifyReply): Promise<void> => {
    const refusal = await enter(request, reply).then(() => undefined, toAppError);
    await audit.noteLogin(request, 'POST /auth/board', refusal?.status ?? 200);
    if (refusal) sendProblem(request, reply, refusal);
  };
}
