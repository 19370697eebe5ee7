// A file of Airbnb's whose import loses its process in the middle.
import { until } from './place.mjs';

const HEADER =
  'Date,Arriving by date,Type,Confirmation code,Booking date,Start date,End date,Nights,Guest,Listing,Details,Reference code,' +
  'Currency,Amount,Paid out,Service fee,Fast pay fee,Cleaning fee,Gross earnings,Occupancy taxes,Earnings year\n';

function fileOf(rows) {
  const lines = Array.from(
    { length: rows },
    (_, n) =>
      `05/13/2026,,Reservation,HMFILE${n},04/01/2026,05/11/2026,05/15/2026,4,Guest ${n},House 0,,,EUR,"1,164.00",,36.00,,80.00,"1,200.00",48.00,2026\n`,
  );
  return HEADER + lines.join('');
}

export async function importKilled(run) {
  const { db, manager, servers, imported, found } = run;
  const { id } = await manager.ask('POST', '/statement-imports', fileOf(imported));
  const count = async (sql) => (await db.query(`SELECT count(*)::int AS n FROM ${sql}`)).rows[0].n;
  const kept = () => count(`rental_reservation WHERE code LIKE 'HMFILE%'`);
  await manager.ask('POST', `/statement-imports/${id}/confirm`, {});
  await until('a part of the file', async () => (await kept()) > 0);
  const { rows } = await db.query(`SELECT worker FROM job_live WHERE name = 'statement-import' AND status = 'RUNNING'`);
  const holder = servers.find(({ pid }) => rows[0]?.worker?.split(':')[1] === String(pid));
  if (!holder) throw new Error('the import was over before its process could be killed');
  await holder.kill();
  run.counts.rowsBeforeKill = await kept();
  run.say(`kill -9 of ${holder.name} after ${run.counts.rowsBeforeKill} of ${imported} rows`);
  const again = holder.start();
  const end = await until('the import', async () => {
    const now = await manager.ask('GET', `/statement-imports/${id}`);
    return ['kept', 'failed'].includes(now.status) ? now : undefined;
  });
  await again;
  run.counts.imported = end.counts.stays;
  const versions = await count(
    `reservation_version v JOIN rental_reservation r ON r.id = v.reservation_id WHERE r.code LIKE 'HMFILE%'`,
  );
  const applied = await count(`statement_import_row WHERE applied`);
  if (end.status !== 'kept' || end.counts.stays.new !== imported)
    found.lost.push(`the import: ${end.status}, ${JSON.stringify(end.counts)}`);
  for (const [what, n] of Object.entries({ stays: await kept(), versions, applied }))
    if (n !== imported) found.doubled.push(`${n} ${what} of ${imported} rows`);
}
