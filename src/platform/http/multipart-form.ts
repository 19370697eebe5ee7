import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { AppError, invalid } from '../errors/app-error.js';
import { type ArrivalRules, ArrivalWatch } from './arrival-watch.js';

export interface FormFile {
  name: string;
  contentType: string;
  body: Readable;
}

export interface Form<T> {
  fields: Record<string, string>;
  /** What the receiver of the file made of it. */
  file: T;
}

export interface FormOptions extends ArrivalRules {
  /** Names of the fields besides `file`. */
  fields: readonly string[];
}

const FIELD_BYTES = 1_024;

/**
 * Reads a form with one file, in the field `file`, as it comes. The file goes to its receiver at once, so fields may come
 * before or behind it.
 * @param receive reads the file to its end; when it fails, so does the form, and the rest of the body is not read
 * @param discard takes back what the receiver made, when the form turns out to be wrong behind its file
 * @throws AppError VALIDATION_FAILED, BAD_REQUEST; what the receiver throws
 */
export async function readForm<T>(
  request: IncomingMessage,
  { fields: allowed, ...rules }: FormOptions,
  receive: (file: FormFile) => Promise<T>,
  discard: (received: T) => Promise<void>,
): Promise<Form<T>> {
  // A part that comes later than the head is told in the context of the connection, which knows no tenant.
  const receiveHere = AsyncResource.bind(receive);
  const fields: Record<string, string> = {};
  const received: Promise<T>[] = [];
  const bodies: Readable[] = [];
  let fail!: (error: unknown) => void;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  const whole = new Promise<void>((resolve) => {
    const form = open(request);
    form.on(
      'file',
      (field: string, body: Readable, name: string | undefined, _encoding: string, contentType: string) => {
        // The form tells what is wrong; its file would end the process if nobody listened.
        body.on('error', () => undefined);
        if (field !== 'file' || received.length > 0) {
          body.resume();
          return fail(invalid(field.slice(0, 40), 'A form has one file, in the field file'));
        }
        const work = receiveHere({ name: name ?? '', contentType, body });
        work.catch(fail);
        received.push(work);
        bodies.push(body);
      },
    );
    form.on('field', (field: string, value: string, _nameCut: boolean, cut: boolean) => {
      if (!allowed.includes(field))
        fail(invalid(field.slice(0, 40), `property ${field.slice(0, 40)} should not exist`));
      else if (cut) fail(invalid(field, `${field} has at most ${FIELD_BYTES} bytes`));
      else if (Object.hasOwn(fields, field)) fail(invalid(field, `${field} came twice`));
      else fields[field] = value;
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const)
      form.on(limit, () => fail(invalid('body', 'The form has too many parts')));
    form.on('error', (error: unknown) => fail(malformed(error)));
    form.on('finish', resolve);
    request.on('error', fail);
    // A connection that breaks ends the stream without an error of its own.
    request.on('close', () => request.complete || fail(new AppError('BAD_REQUEST', 'The body broke off')));
    request.pipe(form);
  });
  failed.catch(() => undefined);
  const watch = new ArrivalWatch(rules, fail);
  const came = (part: Buffer) => watch.came(part.length);
  request.on('data', came);
  try {
    await Promise.race([whole, failed]);
    const [work] = received;
    if (!work) throw invalid('file', 'The form has no file');
    return { fields, file: await Promise.race([work, failed]) };
  } catch (error) {
    request.unpipe();
    for (const body of bodies) body.destroy(error as Error);
    // What the receiver has done so far it must have undone before this is told.
    const [work] = await Promise.allSettled(received);
    if (work?.status === 'fulfilled') await discard(work.value);
    throw error;
  } finally {
    watch.stop();
    request.off('data', came);
  }
}

/** @throws AppError BAD_REQUEST for a body without a boundary */
function open(request: IncomingMessage) {
  try {
    const headers = { ...request.headers, 'content-type': request.headers['content-type'] ?? '' };
    const limits = { files: 2, fields: 16, parts: 20, fieldSize: FIELD_BYTES, headerPairs: 32, headerSize: 8_192 };
    return new Busboy({ headers, limits });
  } catch (error) {
    throw malformed(error);
  }
}

function malformed(error: unknown): AppError {
  return new AppError('BAD_REQUEST', 'The body is no well-formed form', { cause: error });
}
