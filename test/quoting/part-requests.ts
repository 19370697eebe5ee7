import { randomUUID } from 'node:crypto';
import { box } from '../../src/quoting/analysis/testing/shapes.js';
import { binaryStl } from '../../src/quoting/analysis/testing/files.js';
import type { Answer, Platform } from '../platform/harness.js';

/** A box of 2 × 3 × 4 mm; a different name each time makes different bytes. */
export const boxStl = (name: string = randomUUID()) => binaryStl(box([2, 3, 4]), name);

export interface FormPart {
  name: string;
  value: string | Buffer;
  filename?: string;
  type?: string;
}

/** A form as browsers send it. */
export function formOf(parts: FormPart[], boundary = 'XxBoundaryxX'): { type: string; body: Buffer } {
  const pieces = parts.flatMap(({ name, value, filename, type }) => [
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"`,
    type === undefined ? '' : `\r\ncontent-type: ${type}`,
    '\r\n\r\n',
    value,
    '\r\n',
  ]);
  const body = Buffer.concat([...pieces, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece as string)));
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

export const fileForm = (bytes: Buffer, fields: Record<string, string> = {}, filename = 'part.stl') =>
  formOf([
    ...Object.entries(fields).map(([name, value]) => ({ name, value })),
    { name: 'file', value: bytes, filename, type: 'model/stl' },
  ]);

/** Sends a form, without a socket; the answer is parsed. */
export async function sendForm(
  platform: Platform,
  token: string,
  form: { type: string; body: Buffer },
  headers: Record<string, string> = {},
): Promise<Pick<Answer, 'status' | 'text' | 'body'>> {
  const answer = await platform.app.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: { authorization: `Bearer ${token}`, 'content-type': form.type, ...headers },
    payload: form.body,
  });
  return { status: answer.statusCode, text: answer.body, body: JSON.parse(answer.body) as Record<string, unknown> };
}
