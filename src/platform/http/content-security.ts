import type { FastifyInstance } from 'fastify';

const SAME = `default-src 'self'; base-uri 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; script-src 'self'`;

/** Of the console, and of every answer that has no page of its own: files of this server, and nothing written into a page. */
export const CONSOLE_CSP = `${SAME}; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:`;

/** Of pages that others made (Swagger UI, Bull Board) or that are one file: they bring styles in their text; scripts are files. */
export const STYLED_PAGE_CSP = `${SAME}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'`;

/** Gives every answer its content security policy; a handler may set another one. `styled`: beginnings of the addresses of such pages. */
export function contentSecurity(fastify: FastifyInstance, styled: readonly string[]): void {
  fastify.addHook('onRequest', (request, reply, next) => {
    const loose = styled.some((path) => request.url.startsWith(path));
    void reply.header('content-security-policy', loose ? STYLED_PAGE_CSP : CONSOLE_CSP);
    next();
  });
}
