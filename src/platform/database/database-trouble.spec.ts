import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { QueryFailedError } from 'typeorm';
import { databaseTrouble, onDatabaseSocket } from './database-trouble.js';

function state(code: string): Error {
  return Object.assign(new pg.DatabaseError('words', 5, 'error'), { severity: 'FATAL', code });
}
function node(code: string): Error {
  return Object.assign(new Error(`connect ${code} 127.0.0.1:5432`), { code });
}

describe('trouble with Postgres', () => {
  it.each(['57P01', '57P02', '57P03', '53300', '25006', '53100', '08006', '58030', '55P03', '57014'])(
    'is %s',
    (code) => {
      expect(databaseTrouble(state(code))).toMatchObject({ code });
      expect(databaseTrouble(new QueryFailedError('SELECT 1', [], state(code)))).toMatchObject({ code });
      expect(databaseTrouble(new Error('wrapped', { cause: state(code) }))).toMatchObject({ code });
    },
  );

  it.each(['23505', '22001', '42601', '40001', '40P01', '25P03', 'P0001', 'XX000'])('is not %s', (code) => {
    expect(databaseTrouble(state(code))).toBeUndefined();
  });

  it('is a broken connection to Postgres, not one to a mail server', () => {
    const own = node('ECONNREFUSED');
    onDatabaseSocket(own);
    expect(databaseTrouble(own)).toMatchObject({ code: 'ECONNREFUSED', perhapsOwn: false });
    expect(databaseTrouble(node('ECONNREFUSED'))).toBeUndefined();
    expect(databaseTrouble(new Error('mail: ECONNRESET', { cause: node('ECONNRESET') }))).toBeUndefined();
    expect(databaseTrouble(new Error('Connection terminated unexpectedly'))).toMatchObject({ perhapsOwn: true });
  });

  it('tells what a statement can bring about by itself', () => {
    for (const code of ['57014', '55P03', '53200']) expect(databaseTrouble(state(code))!.perhapsOwn).toBe(true);
    for (const code of ['57P01', '53300', '25006', '53100'])
      expect(databaseTrouble(state(code))!.perhapsOwn).toBe(false);
  });

  it('is nothing that is no error', () => {
    for (const thrown of [undefined, null, 'text', { code: '57P01', severity: 'FATAL' }, new Error('x')])
      expect(databaseTrouble(thrown)).toBeUndefined();
  });
});
