import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { AppError } from '../errors/app-error.js';
import { rangeOf } from './byte-range.js';
import { readDownload, signDownload } from './download-tokens.js';
import { attachment, contentTypeOf, fileName } from './file-names.js';
import { Measured } from './measured.js';
import { storageTrouble } from './storage-trouble.js';

const CLAIM = {
  tenantId: '3f0c7b2e-8a1d-4c55-9e0b-6f2a1d3c4b5a',
  fileId: '019a0000-0000-7000-8000-00000000abcd',
  expiresAt: new Date('2027-03-01T12:00:00Z'),
};
const SECRET = 's'.repeat(32);

describe('tokens of downloads', () => {
  const token = signDownload(CLAIM, SECRET);

  it('say what they were made for', () => expect(readDownload(token, SECRET)).toEqual(CLAIM));
  it('give the file out under the name they were made for, and no other', () => {
    const named = signDownload({ ...CLAIM, name: 'March.csv' }, SECRET);
    expect(readDownload(named, SECRET, 'March.csv')).toEqual({ ...CLAIM, name: 'March.csv' });
    for (const other of ['April.csv', '', undefined]) expect(readDownload(named, SECRET, other)).toBeUndefined();
    expect(readDownload(token, SECRET, 'March.csv')).toBeUndefined();
  });
  it('are short enough for a part of a path', () => expect(token).toMatch(/^[\w-]{94}$/));
  it('are of no use with another secret', () => expect(readDownload(token, 'x'.repeat(32))).toBeUndefined());

  it('are of no use once any bit of them is another', () => {
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(readDownload(token.slice(0, at) + other + token.slice(at + 1), SECRET)).toBeUndefined();
    }
  });

  it.each([
    '',
    'x',
    token.slice(1),
    `${token}A`,
    `${token}=`,
    ` ${token}`,
    token.replace(/.$/, '*'),
    '\u0000',
    '../..',
  ])('are not %j', (text) => expect(readDownload(text, SECRET)).toBeUndefined());
});

describe('names of files', () => {
  it.each([
    ['part.stl', 'part.stl'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\parts\\bracket.step', 'bracket.step'],
    ['a\r\nSet-Cookie: b.stl', 'aSet-Cookie: b.stl'],
    ['evil\u202elts.exe', 'evillts.exe'],
    ['..', 'file'],
    ['', 'file'],
    ['parts/', 'file'],
    ['\ud800.stl', '\ufffd.stl'],
    ['Łódź 東京.stl', 'Łódź 東京.stl'],
    ['🧩'.repeat(300), '🧩'.repeat(200)],
  ])('%j is kept as %j', (given, kept) => expect(fileName(given)).toBe(kept));

  it.each([
    ['part.stl', 'attachment; filename="part.stl"'],
    ['a"b\\c.stl', `attachment; filename="a_b_c.stl"; filename*=UTF-8''a%22b%5Cc.stl`],
    ['é (1).stl', `attachment; filename="_ (1).stl"; filename*=UTF-8''%C3%A9%20%281%29.stl`],
    ["it's 100%.stl", `attachment; filename="it's 100_.stl"; filename*=UTF-8''it%27s%20100%25.stl`],
  ])('%s is downloaded as %s', (name, header) => expect(attachment(name)).toBe(header));

  it.each([
    ['model/STL; charset=x', 'model/stl'],
    ['text/html\r\nX: y', 'application/octet-stream'],
    ['', 'application/octet-stream'],
    [undefined, 'application/octet-stream'],
  ])('a type %j is kept as %s', (given, kept) => expect(contentTypeOf(given)).toBe(kept));
});

describe('ranges', () => {
  it.each<[string | undefined, ReturnType<typeof rangeOf>]>([
    ['bytes=0-0', { from: 0, to: 0 }],
    ['bytes=2-', { from: 2, to: 9 }],
    ['bytes=2-99', { from: 2, to: 9 }],
    ['bytes=-3', { from: 7, to: 9 }],
    ['bytes=-99', { from: 0, to: 9 }],
    ['bytes=10-', null],
    ['bytes=-0', null],
    ['bytes=5-2', undefined],
    ['bytes=0-1,4-5', undefined],
    ['lines=1-2', undefined],
    ['bytes=-', undefined],
    [undefined, undefined],
  ])('%s of ten bytes', (header, range) => expect(rangeOf(header, 10)).toEqual(range));

  it('of nothing are none', () => expect(rangeOf('bytes=0-', 0)).toBeNull());
});

describe('bytes that are measured', () => {
  const through = async (limit: number, ...parts: string[]) => {
    const measured = new Measured(limit);
    await Readable.from(parts.map((part) => Buffer.from(part)))
      .pipe(measured)
      .toArray();
    return measured;
  };

  it('are counted and hashed', async () => {
    const { bytes, sha256 } = await through(3, 'a', 'bc');
    expect(bytes).toBe(3);
    expect(sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('are refused beyond the limit', () =>
    expect(through(3, 'ab', 'cd')).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE', status: 413 }));
});

describe('trouble with the storage', () => {
  const withCode = (code: string) => Object.assign(new Error(code), { code });

  it.each(['ENOSPC', 'EDQUOT', 'EFBIG', 'ECONNREFUSED', 'EIO'])('%s may pass', (code) =>
    expect(storageTrouble(withCode(code))).toMatchObject({ code: 'UNAVAILABLE', status: 503, retryAfterSeconds: 30 }),
  );
  it('a 503 of S3 may pass', () =>
    expect(storageTrouble(Object.assign(new Error(), { $metadata: { httpStatusCode: 503 } }))).toMatchObject({
      code: 'UNAVAILABLE',
    }));
  it.each([withCode('EACCES'), new AppError('PAYLOAD_TOO_LARGE', 'x'), new TypeError('x')])(
    '%s is what it is',
    (error) => expect(storageTrouble(error)).toBe(error),
  );
});
