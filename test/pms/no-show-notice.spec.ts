import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MailServer } from '../support/mail-server.js';
import { day, PmsHarness, type World } from './harness.js';

/** What the guest is told, and that a mail server cannot undo what the night did. */
describe('no-show notice', () => {
  let mail: MailServer;
  let pms: PmsHarness;
  let world: World;
  beforeAll(async () => {
    mail = await MailServer.start();
    pms = await PmsHarness.start({
      ROLES: 'api,worker',
      JOBS_WAIT_MS: '20000',
      JOBS_TICK_MS: '200',
      SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    });
    const timeZone = 'Europe/Lisbon';
    world = await pms.hotel({ rooms: 5, timeZone, from: day({ timeZone }, -3), to: day({ timeZone }, 3) });
  });
  afterAll(async () => {
    await pms.stop();
    await mail.stop();
  });

  const notice = async (bookingId: string) => {
    const [job] = await pms.sql<{ id: string; status: string; attempts: number; result: { outcome: string } | null }>(
      `SELECT id, status, attempt AS attempts, result FROM job WHERE name = 'no-show-notice' AND data ->> 'bookingId' = $1`,
      [bookingId],
    );
    return job;
  };
  const until = async (bookingId: string, good: (job: NonNullable<Awaited<ReturnType<typeof notice>>>) => boolean) => {
    for (const end = Date.now() + 40_000; Date.now() < end;) {
      const job = await notice(bookingId);
      if (job && good(job)) return job;
      await new Promise((again) => setTimeout(again, 50));
    }
    throw new Error(`waited in vain: ${JSON.stringify(await notice(bookingId))}`);
  };
  const miss = async (guestEmail: string) => {
    const stay = [day(world, -1), day(world, 2)] as const;
    const booking = await pms.book(world, ...stay, { guestEmail, guarantee: 'none', guestName: 'Łucja Żak' });
    const { body } = await pms.api('POST', '/jobs/trigger/no-show-check', { hotelId: world.hotelId });
    expect(body).toMatchObject({ success: true, result: { released: 1 } });
    return booking.id;
  };

  it('tells the guest, once', async () => {
    const id = await miss('lucja@example.test');
    const job = await until(id, ({ status }) => status === 'COMPLETED');
    expect(job.result).toEqual({ outcome: 'SENT' });
    expect(mail.received).toHaveLength(1);
    expect(mail.received[0]!.to).toEqual(['lucja@example.test']);
  });

  it('a mail server that is busy is asked again; the booking stays what the night made it', async () => {
    mail.replies = [451];
    const id = await miss('later@example.test');
    const waiting = await until(id, ({ status, attempts }) => status === 'PENDING' && attempts === 1);
    expect((await pms.api('GET', `/bookings/${id}`)).body['status']).toBe('no_show');
    await pms.sql('UPDATE job_live SET run_at = now(), due = true WHERE id = $1', [waiting.id]);
    await until(id, ({ status }) => status === 'COMPLETED');
    expect(mail.received.filter(({ to }) => to[0] === 'later@example.test')).toHaveLength(1);
  });

  it('an address that is refused for good ends in the dead letters, and undoes nothing', async () => {
    mail.replies = [550];
    const id = await miss('nobody@example.test');
    await until(id, ({ status }) => status === 'DEAD');
    expect((await pms.api('GET', `/no-show-records/${id}`)).body).toMatchObject({ outcome: 'RELEASED' });
  });
});
