import { describe, expect, it } from '@jest/globals';
import { version } from 'uuid';
import { newId } from './new-id.js';

describe('newId', () => {
  const ids = Array.from({ length: 20_000 }, newId);

  it('makes UUIDs of version 7', () => {
    expect(new Set(ids.map((id) => version(id)))).toEqual(new Set([7]));
  });

  it('makes each once, in order', () => {
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('tells the time', () => {
    const ms = parseInt(newId().replaceAll('-', '').slice(0, 12), 16);
    expect(Math.abs(Date.now() - ms)).toBeLessThan(60_000);
  });
});
