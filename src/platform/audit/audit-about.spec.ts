import { describe, expect, it } from '@jest/globals';
import { auditAbout, type ChangingRequest } from './audit-about.js';

const request = (given: Partial<ChangingRequest>): ChangingRequest => ({
  ...{ method: 'POST', route: '/jobs', params: {}, body: undefined, answer: undefined, status: 200 },
  ...given,
});

describe('auditAbout', () => {
  it.each<[string, Partial<ChangingRequest>, string[]]>([
    ['its path', { route: '/jobs/:id/retry', params: { id: 'j1' } }, ['jobs/j1']],
    [
      'every part of its path',
      { route: '/folios/:id/lines/:lineId/void', params: { id: 'f1', lineId: '7' } },
      ['folios/f1', 'lines/7'],
    ],
    ['what it made', { route: '/bookings', answer: '{"id":"b1"}', status: 201 }, ['bookings/b1']],
    [
      'all it made',
      { route: '/bookings/groups', answer: '{"bookings":[{"id":"b1"},{"id":"b2"}]}' },
      ['bookings/b1', 'bookings/b2'],
    ],
    ['what it made elsewhere', { route: '/jobs/recurring', answer: '{"id":"s1"}', status: 201 }, ['schedules/s1']],
    ['a number', { route: '/rooms', answer: '{"id":12}', status: 201 }, ['rooms/12']],
    [
      'the job of its answer',
      { route: '/connections/:id/sync', params: { id: 'c' }, answer: '{"jobId":"j"}' },
      ['connections/c', 'jobs/j'],
    ],
    [
      'the job that runs again, whatever is started else',
      { route: '/jobs/dead-letters/:id/requeue', params: { id: 'l' }, answer: '{"id":"j"}' },
      ['dead-letters/l', 'jobs/j'],
    ],
    ['a job within its answer', { route: '/statements/generate', answer: '{"data":{"jobId":"j"}}' }, ['jobs/j']],
    [
      'what its body names',
      { route: '/statements/send', body: { statementIds: ['s', 't'] } },
      ['statements/s', 'statements/t'],
    ],
    ['nothing twice', { route: '/statements/send', body: { statementIds: ['s', 's'] } }, ['statements/s']],
    ['nothing that was refused', { route: '/bookings', answer: '{"id":"b1"}', status: 409 }, []],
    ['nothing that was only changed', { method: 'PUT', route: '/calendars', answer: '{"id":"b1"}' }, []],
    ['no text that is no JSON', { route: '/bookings', answer: 'id', status: 201 }, []],
    ['no id that Postgres refuses', { route: '/queues/:name/pause', params: { name: 'a\0b' } }, []],
    ['no id longer than there are', { route: '/jobs/:id/retry', params: { id: 'x'.repeat(321) } }, []],
    ['nothing of odd bodies', { route: '/statements/send', body: { statementIds: [{ a: 1 }, null] } }, []],
  ])('names %s', (_, given, about) => expect(auditAbout(request(given))).toEqual(about));
});
