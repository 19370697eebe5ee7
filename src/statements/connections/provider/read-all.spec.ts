import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { following, type PageSource, readAll } from './read-all.js';

const ids = (n: number) => Array.from({ length: n }, (_, index) => String(index + 1));

/** Pages of a list that `change` may change before each of them. */
function pages(list: string[], size: number, change: (request: number, list: string[]) => void = () => undefined) {
  const asked: number[] = [];
  const source: PageSource<string> = async (cursor, before) => {
    const page = Number(cursor ?? 1);
    change(asked.push(page), list);
    const records = list.slice((page - 1) * size, page * size);
    const total = list.length;
    await Promise.resolve();
    return { records, total, next: following(page + 1, records.length, size, before + records.length, total) };
  };
  return { source, asked };
}
const all = (source: PageSource<string>) => readAll(source, (id) => id);

describe('readAll', () => {
  it.each([
    [327, [1, 2, 3, 4]],
    [300, [1, 2, 3, 4]],
    [0, [1]],
    [1, [1]],
    [100, [1, 2]],
  ])('C17: %i records in pages of a hundred', async (total, requests) => {
    const { source, asked } = pages(ids(total), 100);
    expect(await all(source)).toEqual(ids(total));
    expect(asked).toEqual(requests);
  });

  it('a provider that gives fewer than asked for is read to its end', async () => {
    const list = ids(50);
    const source: PageSource<string> = (cursor, before) => {
      const page = Number(cursor ?? 1);
      const records = list.slice((page - 1) * 20, page * 20);
      return Promise.resolve({
        records,
        total: 50,
        next: following(page + 1, records.length, 100, before + records.length, 50),
      });
    };
    expect(await all(source)).toEqual(list);
  });

  it('by cursor, without a total', async () => {
    const source: PageSource<string> = (cursor) =>
      Promise.resolve(
        cursor === null ? { records: ['a', 'b'], next: 'x', total: null } : { records: ['c'], next: null, total: null },
      );
    expect(await all(source)).toEqual(['a', 'b', 'c']);
  });

  it('a record that hides on a page already read is found by reading again', async () => {
    // Before the second page is read, the first record moves to the end: record 4 slips onto the first page.
    const { source } = pages(ids(8), 3, (request, list) => void (request === 2 && list.push(list.shift()!)));
    expect((await all(source)).sort()).toEqual(ids(8));
  });

  it('pages that move at every request are read until nothing is missing', async () => {
    const { source } = pages(ids(8), 3, (request, list) => void (request % 3 === 2 && list.push(list.shift()!)));
    expect((await all(source)).sort()).toEqual(ids(8));
  });

  it('a stay that is added meanwhile is read as well', async () => {
    const { source } = pages(ids(6), 3, (request, list) => void (request === 2 && list.unshift('new')));
    expect((await all(source)).sort()).toEqual([...ids(6), 'new'].sort());
  });

  it.each([
    ['more', 3],
    ['fewer', -3],
  ])('a total that says %s is a failure, never a short list', async (_, off) => {
    const { source } = pages(ids(10), 4);
    const wrong: PageSource<string> = async (cursor, seen) => {
      const page = await source(cursor, seen);
      return { ...page, total: page.total! + off };
    };
    await expect(all(wrong)).rejects.toMatchObject({ code: 'incomplete' });
  });

  it('a provider that always gives the same page is a failure, not an endless loop', async () => {
    const same: PageSource<string> = () => Promise.resolve({ records: ['a', 'b'], next: '2', total: 6 });
    await expect(all(same)).rejects.toMatchObject({ code: 'incomplete' });
  });

  it('whatever the page size, every record comes once', async () => {
    const sizes = fc.record({ total: fc.integer({ min: 0, max: 60 }), size: fc.integer({ min: 1, max: 20 }) });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ total, size }) => {
        expect(await all(pages(ids(total), size).source)).toEqual(ids(total));
      }),
    );
  });
});
