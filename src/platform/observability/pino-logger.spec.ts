import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { PinoLogger } from './pino-logger.js';

const stack = 'Error: late\n    at work (file.js:1:1)';

it.each<[string, (logger: PinoLogger) => void, object]>([
  ['a message', (logger) => logger.log('up', 'Main'), { level: 30, context: 'Main', msg: 'up' }],
  [
    'members',
    (logger) => logger.warn({ msg: 'slow', ms: 3 }, 'Tick'),
    { level: 40, context: 'Tick', msg: 'slow', ms: 3 },
  ],
  ['an error', (logger) => logger.error(new Error('lost'), 'Relay'), { context: 'Relay', err: { message: 'lost' } }],
  [
    'an error as Nest tells it',
    (logger) => logger.error('late', stack, 'Nest'),
    { context: 'Nest', err: { message: 'late', stack } },
  ],
  ['a message that is none', (logger) => logger.debug(undefined, 'X'), { level: 20, context: 'X', msg: 'undefined' }],
  ['what is filled in', (logger) => logger.fatal('%d lost', 3, 'X'), { level: 60, context: 'X', msg: '3 lost' }],
])('%s', (_, write, line) => {
  const lines: string[] = [];
  write(new PinoLogger(pino({ level: 'trace' }, { write: (text) => void lines.push(text) })));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject(line);
});
