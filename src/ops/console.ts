import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONSOLE_CSP } from '../platform/http/content-security.js';

/** Where `npm run build` puts the console, seen from this file as source and as compiled. */
const BUILT = resolve(
  dirname(import.meta.filename),
  import.meta.filename.endsWith('.ts') ? '../../dist/web' : '../../web',
);
const INDEX = 'index.html';
/** What the server itself answers: an unknown address there is an error, not a page of the console. */
const NOT_PAGES = /^\/(api|health|metrics)(\/|$|\?)/;
const YEAR_S = 31_536_000;

/**
 * The console at `/`. Its addresses have no files: a browser that goes to one is answered with the page, which knows them; a program
 * gets a 404. Files under assets/ have a hash of their content in their names and are kept by browsers for good, the page itself
 * never. What has been compressed at the build is sent as it is.
 */
export async function mountConsole(app: NestFastifyApplication, folder = BUILT): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  if (!existsSync(join(folder, INDEX))) {
    // Not built, e.g. in an image of the API alone: a browser that comes to the address the server printed finds the way in.
    fastify.get('/', (_request, reply) => reply.redirect('/api/docs', 302));
    return;
  }
  await fastify.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    decorateReply: true,
  });
  const page = (_request: FastifyRequest, reply: FastifyReply) => send(reply, INDEX, 'no-cache');
  const asset = (request: FastifyRequest, reply: FastifyReply) => {
    const name = nameOf(request);
    return isFile(folder, name) ? send(reply, name, `public, max-age=${YEAR_S}, immutable`) : reply.callNotFound();
  };
  const other = (request: FastifyRequest, reply: FastifyReply) => {
    const name = nameOf(request);
    if (isFile(folder, name)) return send(reply, name, 'no-cache');
    const isPage = !NOT_PAGES.test(`/${name}`) && request.headers.accept?.includes('text/html');
    return isPage ? page(request, reply) : reply.callNotFound();
  };
  fastify.get('/', page);
  // The many files of one page must not use up the requests of the person who loads it.
  fastify.get('/assets/*', { config: { unlimited: true } }, asset);
  fastify.get('/*', other);
}

function nameOf(request: FastifyRequest): string {
  return new URL(request.url, 'http://console').pathname.slice(1);
}

function send(reply: FastifyReply, name: string, cache: string): FastifyReply {
  return reply.headers({ 'content-security-policy': CONSOLE_CSP, 'cache-control': cache }).sendFile(name);
}

/** Names of the build only: letters, digits, and what its names are made of. No way leads out of the folder. */
function isFile(folder: string, name: string): boolean {
  return /^[\w-]+(\/[\w-]+)*(\.[\w-]+)+$/.test(name) && existsSync(join(folder, name));
}
