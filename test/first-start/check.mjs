/**
 * What is not as it should be after a first start: a line for each thing, none when all is well.
 * @param {import('./start.mjs').Start} start
 * @param {{ passed?: number, held?: string }} expected passed: the full hour that went by between the guests and the audit,
 *   ms; held: the hotel whose day could not be closed
 */
export async function wrongAfterStart(start, { passed, held } = {}) {
  const wrong = [];
  const failed = start.output.split('\n').filter((line) => line.includes('✘'));
  if (failed.length !== (held ? 1 : 0)) wrong.push(`steps that failed: ${failed.join(';')}\n${start.output}`);
  if (held && !new RegExp(`${held}: .*\\n[^]*The next start tries it again`).test(start.output))
    wrong.push(`${held} is not told of with its remedy:\n${start.output}`);
  const steps = await start.sql(
    `SELECT h.name, s.step, s.done_at AS done, s.business_date::text AS date FROM demo_step s JOIN hotel h ON h.id = s.hotel_id`,
  );
  if (steps.length !== 6) wrong.push(`${steps.length} steps are noted, not 6`);
  for (const { name, step, done } of steps)
    if ((done === null) !== (name === held && step === 'night-audit'))
      wrong.push(`${step} at ${name}: ${done ? 'done' : 'owed'}`);
  wrong.push(...(await wrongDays(start, held)), ...(await wrongNights(start)), ...(await wrongBills(start)));
  const lost = await start.sql(
    `SELECT name, status, error->>'code' AS code, error::text FROM job WHERE status IN ('FAILED', 'DEAD', 'CANCELLED')`,
  );
  // One is the demo's own: nights ordered with the dates of last year.
  const ordered = lost.filter(({ name, code }) => name === 'room-generation' && code === 'PAST_DATES');
  if (ordered.length !== 1) wrong.push(`${ordered.length} orders of last year's nights were given up, not 1`);
  for (const job of lost) if (!ordered.includes(job)) wrong.push(`job ${job.name} ${job.status}: ${job.error}`);
  wrong.push(...(await wrongSlots(start)));
  if (passed !== undefined) {
    const [row] = await start.sql(
      `SELECT min(b.opened_at) < to_timestamp($1) AS before, clock_timestamp() > to_timestamp($1) AS after
       FROM business_day b JOIN demo_step s USING (hotel_id)`,
      [passed / 1000],
    );
    if (!row.before || !row.after) wrong.push('the full hour did not pass between the guests and the audit');
  }
  return wrong;
}

/** Every hotel has closed the day before the one its guests were made on, and no other, and the next one is open. */
async function wrongDays(start, held) {
  const rows = await start.sql(
    `SELECT h.name, s.business_date::text AS date, (s.business_date + 1)::text AS next,
       to_char(min(b.opened_at) AT TIME ZONE h.time_zone - interval '1 day', 'YYYY-MM-DD') AS yesterday,
       string_agg(b.business_date || ' ' || b.status, ', ' ORDER BY b.business_date) AS days
     FROM demo_step s JOIN hotel h ON h.id = s.hotel_id LEFT JOIN business_day b ON b.hotel_id = h.id
     WHERE s.step = 'night-audit' GROUP BY h.id, s.business_date`,
  );
  return rows
    .map(({ name, date, next, yesterday, days }) => {
      const expected = name === held ? `${date} open` : `${date} closed, ${next} open`;
      if (days !== expected) return `${name} has ${days}, not ${expected}`;
      return date === yesterday ? '' : `${name} was made with ${date} open, not with ${yesterday}`;
    })
    .filter(Boolean);
}

/** Everybody who slept in a hotel in the night of a closed day was charged for it once. */
async function wrongNights(start) {
  const rows = await start.sql(
    `SELECT h.name, b.code, count(l.id)::int AS nights FROM business_day d JOIN hotel h ON h.id = d.hotel_id
     JOIN booking b ON b.hotel_id = h.id AND b.status = 'checked_in' AND d.business_date >= b.arrival AND d.business_date < b.departure
     LEFT JOIN folio f ON f.booking_id = b.id
     LEFT JOIN folio_line l ON l.folio_id = f.id AND l.kind = 'night' AND l.service_date = d.business_date
     WHERE d.status = 'closed' GROUP BY h.name, b.code HAVING count(l.id) <> 1`,
  );
  return rows.map(({ name, code, nights }) => `${name}, ${code}: ${nights} nights charged`);
}

/** Guests who paid have paid what their invoice says, to the cent. */
async function wrongBills(start) {
  const rows = await start.sql(
    `SELECT i.text_number AS number, i.gross_minor::int AS gross, sum(p.amount_minor)::int AS paid
     FROM invoice i JOIN invoice_payment p ON p.invoice_id = i.id GROUP BY i.id HAVING sum(p.amount_minor) <> i.gross_minor`,
  );
  return rows.map(({ number, gross, paid }) => `${number}: ${paid} paid of ${gross}`);
}

/** What the last night owed at the demo's hotels has run, late, from its slots. */
async function wrongSlots(start) {
  const rows = await start.sql(
    `SELECT h.name, d.name AS job FROM demo_step p JOIN hotel h ON h.id = p.hotel_id JOIN schedule d ON d.hotel_id = h.id
     WHERE p.step = 'sweep' AND d.name IN ('daily-housekeeping-round', 'no-show-check') AND NOT EXISTS (
       SELECT FROM schedule_slot s JOIN job j ON j.id = s.job_id
       WHERE s.schedule_id = d.id AND s.fire_at <= now() AND j.status = 'COMPLETED')`,
  );
  return rows.map(({ name, job }) => `${name}: ${job} has not run from a slot`);
}

/** All that a start could have changed at a hotel which the demo has not made, and how often demo steps were asked for. */
export async function stateOf(start, hotelId) {
  const [row] = await start.sql(
    `SELECT (SELECT count(*)::int FROM business_day WHERE hotel_id = $1) AS days,
       (SELECT count(*)::int FROM room_night n JOIN room r ON r.id = n.room_id WHERE r.hotel_id = $1) AS nights,
       (SELECT string_agg(code || status, ',' ORDER BY code) FROM booking WHERE hotel_id = $1) AS bookings,
       (SELECT count(*)::int FROM folio_line WHERE hotel_id = $1) AS lines,
       (SELECT count(*)::int FROM business_day WHERE status = 'closed') AS closed,
       (SELECT count(*)::int FROM job WHERE priority = 10) AS started`,
    [hotelId],
  );
  return row;
}
