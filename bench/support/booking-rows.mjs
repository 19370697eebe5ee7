const COLUMNS = `hotel,is_canceled,lead_time,arrival_date_year,arrival_date_month,arrival_date_week_number,
arrival_date_day_of_month,stays_in_weekend_nights,stays_in_week_nights,adults,children,babies,meal,country,market_segment,
distribution_channel,is_repeated_guest,previous_cancellations,previous_bookings_not_canceled,reserved_room_type,
assigned_room_type,booking_changes,deposit_type,agent,company,days_in_waiting_list,customer_type,adr,
required_car_parking_spaces,total_of_special_requests,reservation_status,reservation_status_date`.replaceAll('\n', '');
const MONTHS = 'January,February,March,April,May,June,July,August,September,October,November,December'.split(',');

/** A file in the shape of the public "hotel booking demand" data set, in pieces: as many rows, always the same ones. */
export function* bookingFile(rows) {
  yield `${COLUMNS}\n`;
  for (let from = 0; from < rows; from += 1000) {
    let piece = '';
    for (let n = from; n < Math.min(rows, from + 1000); n++) piece += `${row(n)}\n`;
    yield piece;
  }
}

/** A third of the rows are another hotel's, a third of the rest were cancelled, and the stays are of one to seven nights. */
function row(n) {
  const other = n % 3 === 2;
  const cancelled = n % 9 < 3;
  return [
    other ? 'City Hotel' : 'Resort Hotel',
    cancelled ? 1 : 0,
    n % 400,
    2015 + (n % 2),
    MONTHS[n % 12],
    27,
    1 + (n % 28),
    n % 3,
    1 + (n % 5),
    2,
    n % 50 === 0 ? 'NA' : n % 2,
    0,
    'BB       ',
    n % 30 === 0 ? 'NULL' : 'PRT',
    'Online TA',
    'TA/TO',
    0,
    0,
    0,
    'ABCDEFGHL'[n % 9] + '               ',
    'C               ',
    0,
    'No Deposit     ',
    '           240',
    '          NULL',
    0,
    'Transient      ',
    ((n * 37) % 20_000) / 100,
    0,
    n % 4,
    cancelled ? 'Canceled' : 'Check-Out',
    '2017-05-03',
  ].join(',');
}
