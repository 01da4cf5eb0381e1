import { existsSync, readFileSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Logger } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { parseJson } from './json.ts';
import { problemHandler } from './problems.ts';

const bodyBytesMax = 1024 * 1024;
const requestTimeoutMs = 120_000;

export interface ServerOptions { log: Logger; tls?: { cert: string; key: string }; webFolder: string }

/** Fastify with the platform's manners: strict bodies, problems, security headers, the web's files. */
export async function createServer({ log, tls, webFolder }: ServerOptions): Promise<FastifyInstance> {
  const onError = problemHandler(log);
  const app = Fastify({
    // what fails before a route is found (an address of no form, or too long) is told as a problem too
    frameworkErrors: onError,
    bodyLimit: bodyBytesMax, requestTimeout: requestTimeoutMs, keepAliveTimeout: 75_000, forceCloseConnections: true, logger: false,
    routerOptions: { maxParamLength: 200 },
    ...(tls ? { https: { cert: readFileSync(tls.cert), key: readFileSync(tls.key) } } : {}),
  }) as FastifyInstance;
  app.setErrorHandler(onError);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try { done(null, parseJson(body as Buffer)); } catch (error) { done(error as Error); }
  });
  // files are streamed by their route
  app.addContentTypeParser(['application/octet-stream', 'application/offset+octet-stream'], { bodyLimit: Number.MAX_SAFE_INTEGER }, (_request, _payload, done) => done(null));
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(SECURITY_HEADERS);
    refuseForeignOrigin(request);
  });
  if (existsSync(webFolder)) await serveWeb(app, webFolder);
  else app.setNotFoundHandler(() => { throw new Refusal('not-found'); });
  return app;
}

const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin', 'x-frame-options': 'DENY',
};

/** A page of another site cannot act here; tools send no Origin. */
function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin === undefined || request.method === 'GET' || request.method === 'HEAD') return;
  if (!URL.canParse(origin) || new URL(origin).host !== request.host) throw new Refusal('origin-refused');
}

/** Built files are named by content and kept for ever; every other path of the site is the one page. */
async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder, index: 'index.html',
    // the build leaves each file compressed beside it
    preCompressed: true,
    setHeaders: (reply, path) => { void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'); },
  });
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = ['GET', 'HEAD'].includes(request.method) && !request.url.startsWith('/api/') && !request.url.startsWith('/sandbox/') && !request.url.startsWith('/assets/');
    if (!wantsPage) throw new Refusal('not-found');
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}
