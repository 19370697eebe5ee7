import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CsvReader, MAX_RECORD_CHARS, type SourceRecord, UnreadableCsvError } from './csv-reader.js';

async function readAll(text: string | Buffer, size = 1_000_000) {
  const bytes = Buffer.from(text);
  const reader = new CsvReader();
  const records: SourceRecord[] = [];
  for (let from = 0; from < bytes.length; from += size)
    records.push(...(await reader.read(bytes.subarray(from, from + size))));
  const end = await reader.end();
  return { records: [...records, ...end.records], cutOff: end.cutOff };
}

const lines = async (text: string, size?: number) =>
  (await readAll(text, size)).records.map(({ line, fields }) => [line, ...fields]);

describe('CsvReader', () => {
  it('knows the line each record begins on, whatever its line ends', async () => {
    const text = '\uFEFFa,b\r\n1,2\n\r\n3,"x\r\ny"\r\n4,\0 5\n6,"z\n\nq",7\n8,"a"b\n9,c"d"\n\n10,é';
    const wanted = [
      [1, 'a', 'b'],
      [2, '1', '2'],
      [4, '3', 'x\r\ny'],
      [6, '4', '\0 5'],
      [7, '6', 'z\n\nq', '7'],
      [10, '8', '"a"b'],
      [11, '9', 'c"d"'],
      [13, '10', 'é'],
    ];
    for (const size of [1, 2, 3, 7, 64, 1_000]) expect(await lines(text, size)).toEqual(wanted);
  });

  it.each(['', '\n\n\r\n', '\uFEFF'])('finds nothing in %j', async (text) => {
    expect(await readAll(text)).toEqual({ records: [], cutOff: null });
  });

  it('tells a record that the end cuts off within quotes', async () => {
    const { records, cutOff } = await readAll('a,b\n1,2\n3,"four\nfive');
    expect([records.length, cutOff]).toEqual([2, 3]);
  });

  it('does not gather a record without end', async () => {
    const reader = new CsvReader();
    await reader.read(Buffer.from('a,b\n1,"'));
    const endless = Buffer.from('x\n'.repeat(MAX_RECORD_CHARS));
    await expect(reader.read(endless)).rejects.toThrow(UnreadableCsvError);
    await expect(readAll('x'.repeat(MAX_RECORD_CHARS + 2))).rejects.toThrow(/after line 0/);
  });

  it('gives back what was written, in pieces of any size', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', '\r', '\r\n', '\0', 'é', '😀') });
    const record = fc.array(field, { minLength: 2, maxLength: 4 });
    const written = fc.tuple(fc.array(record, { minLength: 1, maxLength: 8 }), fc.constantFrom('\n', '\r\n'));
    await fc.assert(
      fc.asyncProperty(written, fc.integer({ min: 1, max: 20 }), async ([records, end], size) => {
        const quoted = records.map((fields) => fields.map((one) => `"${one.replaceAll('"', '""')}"`).join(','));
        let line = 1;
        const wanted = records.map((fields, n) => {
          const own = [line, ...fields];
          line += quoted[n]!.split('\n').length;
          return own;
        });
        expect(await lines(quoted.join(end), size)).toEqual(wanted);
      }),
      { numRuns: 300 },
    );
  });

  it('never fails on bytes of any kind, and numbers records upwards', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 50 }), async (bytes, size) => {
        const { records } = await readAll(Buffer.from(bytes), size);
        const numbers = records.map(({ line }) => line);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });
});
