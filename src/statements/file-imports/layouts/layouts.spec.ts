import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintOf } from '../rows/normal-row.js';
import { mappedLayout } from './mapped.js';
import { A3, B1, readText } from './sample-files.js';

const cells = (line: string) =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell!).slice(0, -1);

describe('Airbnb', () => {
  it('A3: a payout, the stay and the refund that it is the sum of', async () => {
    const { found, rows, rejects } = await readText(`\uFEFF${A3.replaceAll('\n', '\r\n')}`);
    expect(found).toMatchObject({
      layoutId: 'airbnb-transactions',
      form: { dateOrder: 'mdy', decimalMark: '.', ask: [] },
    });
    expect(rejects).toEqual([]);
    expect(rows).toMatchObject([
      { kind: 'payout', reference: 'G-TEST1', batch: { minor: 106_700 } },
      {
        kind: 'stay',
        code: 'HMTEST0001',
        listing: 'Loft "A"',
        checkIn: '2026-09-11',
        checkOut: '2026-09-15',
        money: { rent: 112_000, cleaning: 8_000, channelFee: 3_600, tax: 4_800, payout: 116_400 },
        review: [],
      },
      { kind: 'change', money: { rent: -10_000, channelFee: -300, payout: -9_700 }, batch: { minor: -9_700 } },
    ]);
    expect(rows[1]!.batch!.minor + rows[2]!.batch!.minor).toBe(rows[0]!.batch!.minor);
    expect(rows[1]!.batch!.key).toBe(rows[0]!.batch!.key);
    // Details name the payee and part of an account.
    expect(JSON.stringify(rows)).not.toMatch(/Payee|0000 \(EUR\)/);
  });

  const a1 = (...lines: string[]) =>
    [
      'Earnings of all listings',
      'Date,Type,Confirmation Code,Start Date,Nights,Guest,Listing,Details,Reference,Currency,Amount,Paid Out,Host Fee,Cleaning Fee',
      ...lines,
    ].join('\n');
  it('A1: a title above the header, no gross and no end date', async () => {
    const { found, rows } = await readText(
      a1('09/13/2019,Reservation,HMA1,09/11/2019,4,G,Loft,,,USD,970.00,,30.00,80.00'),
    );
    expect(found).toMatchObject({ layoutId: 'airbnb-transactions-2020', headerLine: 2 });
    expect(rows[0]).toMatchObject({
      checkOut: '2019-09-15',
      money: { rent: 92_000, cleaning: 8_000, channelFee: 3_000, payout: 97_000 },
    });
  });

  it('A1 and A3 of the same row have the same fingerprint, whatever the listing is called now', async () => {
    const { rows: old } = await readText(
      a1(
        '09/12/2026,Reservation,HMTEST0001,09/11/2026,4,Guest One,Former title,,,EUR,"1,164.00",,36.00,80.00',
        '09/13/2026,Reservation,X,09/13/2026,1,,L,,,EUR,1.00,,0,0',
      ),
    );
    const { rows: now } = await readText(A3);
    expect(fingerprintOf(old[0]!)).toBe(fingerprintOf(now[1]!));
  });

  it('columns in another order, one more, and other letter case change nothing', async () => {
    const lines = A3.trim().split('\n').map(cells);
    const plain = (await readText(A3)).rows.map(({ line: _, ...row }) => row);
    const order = fc.shuffledSubarray([...lines[0]!.keys(), -1], { minLength: lines[0]!.length + 1 });
    await fc.assert(
      fc.asyncProperty(order, fc.boolean(), async (columns, upper) => {
        const file = lines.map((line, at) =>
          columns
            .map((column) =>
              column < 0
                ? at === 0
                  ? 'New column'
                  : '7'
                : at === 0 && upper
                  ? line[column]!.toUpperCase()
                  : line[column]!,
            )
            .join(','),
        );
        const { rows } = await readText(`${file.join('\n')}\n`);
        expect(rows.map(({ line: _, ...row }) => row)).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });

  const row = (type: string, amount: string, fee: string, gross: string, extra = '') =>
    A3.split('\n')[0] +
    `\n09/13/2026,,${type},HMX,,09/11/2026,09/15/2026,4,G,L,,,EUR,${amount},,${fee},,,${gross},${extra},2026\n`;
  it.each([
    [
      'real arithmetic: 18.6 %',
      'Reservation',
      '1550.66',
      '354.34',
      '1905.00',
      { rent: 190_500, channelFee: 35_434, payout: 155_066 },
      [],
    ],
    [
      'a fee that was saved negative',
      'Reservation',
      '97.00',
      '-3.00',
      '100.00',
      { rent: 10_000, channelFee: 300, payout: 9_700 },
      [],
    ],
    ['a refund', 'Adjustment', '-60.14', '-1.86', '-62.00', { rent: -6_200, channelFee: -186, payout: -6_014 }, []],
    [
      'off by 23.07',
      'Reservation',
      '3980.13',
      '189.87',
      '4146.93',
      { rent: 414_693, channelFee: 18_987, payout: 398_013 },
      ['gross_mismatch'],
    ],
    [
      'a resolution that fills gross only',
      'Resolution Payout',
      '',
      '',
      '150.00',
      { extras: 15_000, rent: null, payout: 15_000 },
      [],
    ],
    [
      'tax paid to the host',
      'Pass Through Tot',
      '48.00',
      '',
      '',
      { tax: 4_800, rent: null, channelFee: null, payout: 4_800 },
      [],
    ],
    ['a cancellation fee', 'Cancellation Fee', '-50.00', '', '', { channelFee: 5_000, payout: -5_000 }, []],
    ['an unknown type', 'Something New', '5.00', '', '', { payout: 500 }, ['unknown_type']],
    ['a co-host', 'Co-Host Payout', '-20.00', '', '', { payout: -2_000 }, ['cohost_payout']],
  ])('%s', async (_, type, amount, fee, gross, money, review) => {
    const { rows } = await readText(row(type, amount, fee, gross));
    expect(rows).toMatchObject([{ money, review }]);
    if (type === 'Pass Through Tot') expect(rows[0]).toMatchObject({ kind: 'tax', taxRemittedBy: 'host' });
    if (review.length > 0 && review[0] !== 'gross_mismatch') expect(rows[0]!.kind).toBe('unknown');
  });

  it('A4: the pet fee is part of gross, and so an extra', async () => {
    const header = A3.split('\n')[0]!
      .replace('Cleaning fee,', 'Cleaning fee,Pet fee,')
      .replace('Occupancy taxes', 'Airbnb remitted tax');
    const { found, rows } = await readText(
      `${header}\n09/13/2026,,Reservation,HMX,,09/11/2026,09/15/2026,4,G,L,,,EUR,970.00,,30.00,,80.00,20.00,1000.00,12.00,2026\n`,
    );
    expect(found.layoutId).toBe('airbnb-transactions-pets');
    expect(rows[0]!.money).toMatchObject({ rent: 90_000, cleaning: 8_000, extras: 2_000, tax: 1_200 });
  });

  it('Portuguese and Italian', async () => {
    const pt =
      'Data,Disponível por data,Tipo,Código de Confirmação,Data da reserva,Data de início,Data de término,Noites,Hóspede,Anúncio,Informações,Código de referência,Moeda,Valor,Pago,Taxa de serviço,Taxa de pagamento rápido,Taxa de limpeza,Ganhos brutos,Impostos de ocupação,Ganhos do ano\n13/09/2026,,Reserva,HMPT,,11/09/2026,15/09/2026,4,G,L,,,BRL,"1164,00",,"36,00",,"80,00","1200,00",,2026\n';
    expect((await readText(pt)).rows).toMatchObject([{ kind: 'stay', date: '2026-09-13', money: { rent: 112_000 } }]);
    const it =
      'Data;Tipo;Codice di conferma;Data di inizio;Data di fine;Notti;Ospite;Annuncio;Valuta;Importo;Costi di pulizia;Guadagni lordi\n13/09/2026;Prenotazione;HMIT;11/09/2026;15/09/2026;4;G;L;EUR;1.164,00;80,00;1.164,00\n13/09/2026;Pagamento;;;;;;;EUR;1.164,00;;\n';
    const { found, rows } = await readText(it);
    expect(found).toMatchObject({ delimiter: ';', form: { decimalMark: ',', dateOrder: 'dmy' } });
    expect(rows).toMatchObject([
      { kind: 'stay', money: { rent: 108_400, cleaning: 8_000 } },
      { kind: 'payout', batch: { minor: 116_400 } },
    ]);
  });

  it('lists of reservations: net only, or with the fee as in French', async () => {
    const en =
      'Confirmation code,Status,Guest name,Contact,# of adults,# of children,# of infants,Start date,End date,# of nights,Booked,Listing,Earnings\nHMR,Confirmed,G,,2,0,0,9/13/2026,9/15/2026,2,2026-08-01,L,"$1,200.00"\n';
    expect((await readText(en, { currency: 'USD' })).rows).toMatchObject([
      { mode: 'state', money: { rent: 120_000, channelFee: null }, review: ['net_only'] },
    ]);
    const fr =
      'Code de confirmation;Statut;Nom du voyageur;Date de début;Date de fin;# de nuits;Réservé;Logement;Revenus bruts;Frais de service;Devise\nHMF;Annulée;G;13/09/2026;15/09/2026;2;01/08/2026;L;1 234,50 €;34,50 €;EUR\n';
    expect((await readText(fr)).rows).toMatchObject([
      { status: 'cancelled', money: { rent: 123_450, channelFee: 3_450, payout: 120_000 } },
    ]);
  });

  it('ids of calendars are the code', async () => {
    const { rows } = await readText(A3.replaceAll('HMTEST0001', 'HMTEST0001@airbnb.com'));
    expect(rows[1]!.code).toBe('HMTEST0001');
  });
});

describe('Booking.com', () => {
  it('B1: cancelled rows carry money, and the payout is the sum (S4)', async () => {
    const { found, rows } = await readText(B1);
    expect(found.layoutId).toBe('booking-payouts');
    expect(rows.map(({ kind, status }) => [kind, status])).toEqual([
      ['payout', null],
      ['stay', 'cancelled'],
      ['stay', 'confirmed'],
    ]);
    expect(rows[1]).toMatchObject({
      listing: '11',
      money: { rent: 37_736, channelFee: 6_298, paymentFee: 717, payout: 30_721 },
      review: [],
    });
    expect(rows[1]!.batch!.minor + rows[2]!.batch!.minor).toBe(rows[0]!.batch!.minor);
    expect(JSON.stringify(rows)).not.toContain('*0000');
  });

  it('B1 of 30 columns, with one Tax/VAT; 2848.82 - 427.32 - 54.13 - 48.15 = 2319.22', async () => {
    const header = B1.split('\n')[0]!.replace('VAT,Tax,', 'Tax/VAT,');
    const { rows } = await readText(
      `${header}\nReservation,D,1,2026-01-12,2026-01-14,2026-01-14,Okay,1,2,11,U,22,O,Spain,Net,2848.82,-427.32,15%,-54.13,1.9%,-48.15,2319.22,EUR,1.00,2319.22,-,EUR,2026-01-15,Daily,*0\n`,
    );
    expect(rows).toMatchObject([
      { money: { rent: 284_882, channelFee: 47_547, paymentFee: 5_413, payout: 231_922 }, review: [] },
    ]);
  });

  it('B1: withholding is a row of the listing; an unknown status or type goes to review', async () => {
    const line = B1.split('\n')[2]!;
    const file = [
      B1.split('\n')[0],
      line
        .replace('Reservation', 'Ritenuta per locazione breve')
        .replace(
          '377.36,-56.60,15.00%,-7.17,1.90%,-6.38,0.00,307.21,EUR,1.00,307.21',
          '-79.25,-,-,-,-,-,-,-79.25,EUR,1.00,-79.25',
        ),
      line.replace('Cancelled', 'Vielleicht'),
      line.replace('Reservation', 'Bonus'),
    ];
    const { rows } = await readText(`${file.join('\n')}\n`);
    expect(rows).toMatchObject([
      { kind: 'withholding', money: { payout: -7_925 } },
      { kind: 'stay', status: 'needs_review', sourceStatus: 'Vielleicht', review: ['unknown_status'] },
      { kind: 'unknown', review: ['unknown_type'] },
    ]);
  });

  it('B2 weekly, B3 invoice and B4 as CSV', async () => {
    const b2 =
      'Type,Reference number,Check-in,Checkout,Guest name,Reservation status,Currency,Payment status,Amount,Payout date,Payout ID\nReservation,70,19 Apr 2026,21 Apr 2026,G,ok,EUR,Paid,200.50,24 Apr 2026,P1\n';
    expect((await readText(b2)).rows).toMatchObject([
      { checkIn: '2026-04-19', money: { rent: 20_050, channelFee: null }, review: ['commission_later'] },
    ]);
    const b3 =
      'Reservation number,Invoice number,Booked on,Arrival,Departure,Booker name,Guest name,Rooms,Persons,Room nights,Commission %,Original amount,Final amount,Commission amount,Payment fee,Status,Guest request,Currency,Hotel id,Property name,City,Country\n70,INV1,2026-01-01,2026-04-19,2026-04-21,B,G,1,2,2,15,210.5000,200.5000,30.0750,0.0000,OK,,EUR,11,U,C,ES\n';
    expect((await readText(b3)).rows).toMatchObject([
      { kind: 'invoice', listing: '11', money: { rent: 20_050, channelFee: 3_008 } },
    ]);
    const b4 =
      'Book number,Booked by,Guest name(s),Check-in,Check-out,Booked on,Status,Rooms,Persons,Price,Commission %,Commission amount,Unit type,Duration (nights),Phone number\n71,B,G,2026-04-19,2026-04-21,2026-01-01,cancelled_by_guest,1,2,126.6314 EUR,15,18.9947 EUR,Loft,2,+34\n';
    expect((await readText(b4)).rows).toMatchObject([
      { currency: 'EUR', status: 'cancelled', money: { rent: 12_663, channelFee: 1_899 } },
    ]);
  });

  it('a binary .xls is refused with what to do', async () => {
    const xls = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    await expect(readText(xls)).rejects.toThrow(/save it as "CSV UTF-8/);
  });
});

describe('Vrbo', () => {
  it('V1: gross includes the tax that the owner remits', async () => {
    const v1 =
      'Property ID,Unit ID,Address,Reservation ID,Traveler First Name,Traveler Last Name,Booking status,Check-in,Check-out,Nights,Payout date,Gross booking amount,Deductions,Payout,Lodging Tax Owner Remits,Tax Withheld,Payout currency\n321.1,1,1 Test St,HA-TEST01,Guest,One,Reserve,"July 10, 2026","July 14, 2026",4,"July 11, 2026","1,120.00",89.60,"1,030.40",120.00,0.00,USD\n321.1,1,1 Test St,HA-TEST02,Guest,Two,Cancel,"July 20, 2026","July 22, 2026",2,,0.00,0.00,0.00,0.00,0.00,USD\n321.1,1,1 Test St,HA-TEST03,Guest,Six,Reserve,"July 25, 2026","July 26, 2026",1,"July 26, 2026",200.00,16.00,184.00,0.00,0.00,USD\n';
    const { rows } = await readText(v1);
    expect(rows).toMatchObject([
      {
        code: 'HA-TEST01',
        guest: 'Guest One',
        taxRemittedBy: 'host',
        money: { rent: 100_000, tax: 12_000, channelFee: 8_960, payout: 103_040 },
        review: [],
      },
      { status: 'cancelled', mode: 'state', money: { rent: 0 } },
      { money: { rent: 20_000, channelFee: 1_600, payout: 18_400 }, taxRemittedBy: 'channel' },
    ]);
  });

  it('V2: rent, a refund in parentheses, and a type that nobody knows', async () => {
    const v2 =
      'RefID,Payout ID,Reservation ID,Check In,Check Out,Number of Nights,Payment Type,Disbursement Date,Property ID,Guest Name,Taxable Revenue,Non-Taxable Revenue,Commission,Payout\n1,P9,HA-1,07/13/2026,07/15/2026,2,Rent,07/16/2026,321,G,"$1,900.00",$100.00,$100.00,"$1,900.00"\n2,P9,HA-1,07/13/2026,07/15/2026,2,Refund,07/17/2026,321,G,"($1,678.83)",,,"($1,678.83)"\n3,P9,HA-1,07/13/2026,07/15/2026,2,UNKNOWN,07/17/2026,321,G,$5.00,,,$5.00\n';
    const { rows } = await readText(v2, { currency: 'USD' });
    expect(rows).toMatchObject([
      { kind: 'stay', money: { rent: 200_000, channelFee: 10_000, payout: 190_000 } },
      { kind: 'change', money: { rent: -167_883, payout: -167_883 } },
      { kind: 'unknown', review: ['unknown_type'] },
    ]);
  });
});

describe('exports of other programs', () => {
  const lodgify =
    'Id,Type,Source,SourceText,Name,DateArrival,DateDeparture,Nights,HouseName,InternalCode,House_Id,RoomTypes,People,DateCreated,TotalAmount,Currency,Status,Email,Phone,CountryName\n9001,Booking,AirbnbIntegration,HMTEST0001,Guest One,2026-09-11,2026-09-15,4,Loft A,LA,31,Loft A,2,2026-08-01,1200.00,EUR,Booked,,,Spain\n9002,Booking,Manual,,Guest Two,2026-09-20,2026-09-22,2,Loft A,LA,31,Loft A,1,2026-09-01,240.00,EUR,Declined,,,\n9003,ClosedPeriod,Manual,,,2026-09-25,2026-09-28,3,Loft A,LA,31,Loft A,0,2026-09-02,0.00,EUR,Booked,,,\n9004,Booking,Airbnb co-host referral (direct),,X,2026-10-01,2026-10-02,1,Loft A,LA,31,Loft A,1,2026-09-01,1.00,EUR,Booked,,,\n';
  it('Lodgify: the code is that of the channel; what is not known goes to review', async () => {
    expect((await readText(lodgify)).rows).toMatchObject([
      { channel: 'airbnb', code: 'HMTEST0001', status: 'confirmed', money: { rent: 120_000 }, review: [] },
      { channel: 'direct', code: '9002', status: 'needs_review', review: ['unknown_status'] },
      { kind: 'unknown', review: ['unknown_type'] },
      { channel: 'other', review: ['unknown_channel'] },
    ]);
  });

  it('Hostaway: net, with the fees that led to it', async () => {
    const file =
      'Reservation ID,Guest,Channel,Reservation status,Check-in date,Check-out date,Listing,ownerPayout,Host channel fee,Payment service processing fees,OTA payment processing fee,Airbnb closed resolutions sum,Airbnb payout sum,Cancellation payout,Refund,pmCommission\n55,G,Vrbo,new,2026-07-13,2026-07-15,L,720.00,80.00,10.00,0.00,0.00,,0.00,0.00,180.00\n';
    expect((await readText(file, { currency: 'EUR' })).rows).toMatchObject([
      {
        channel: 'vrbo',
        money: { rent: 99_000, channelFee: 8_000, paymentFee: 1_000, payout: 90_000 },
        review: ['net_only'],
      },
    ]);
  });

  it('a mapping of the tenant', async () => {
    const mapping = mappedLayout({
      id: 7,
      columns: {
        code: 'Ref',
        checkIn: 'Von',
        nights: 'Nächte',
        listing: 'Haus',
        gross: 'Preis',
        commission: 'Provision',
        status: 'Stand',
      },
      constants: { currency: 'EUR' },
      statuses: { Bestätigt: 'confirmed' },
    });
    const file = Buffer.from(
      'Ref;Von;Nächte;Haus;Preis;Provision;Stand\nR1;13.09.2026;2;Loft;1.234,50;-34,50;bestätigt\nR2;13.09.2026;2;Loft;1,00;;offen\n;13.09.2026;2;Loft;1,00;;offen\n',
      'latin1',
    );
    const { found, rows, rejects } = await readText(file, {}, [mapping]);
    expect(found).toMatchObject({ encoding: 'windows-1252', layoutId: 'mapping-7' });
    expect(rows).toMatchObject([
      { code: 'R1', status: 'confirmed', checkOut: '2026-09-15', money: { rent: 123_450, channelFee: 3_450 } },
      { code: 'R2', status: 'needs_review', review: ['unknown_status'] },
    ]);
    expect(rejects).toMatchObject([{ line: 4, reason: 'no_code' }]);
  });
});

describe('files that are not clear', () => {
  const [header, , stay] = A3.split('\n') as [string, string, string];
  it('dates in two orders are a contradiction, with the lines', async () => {
    const { found } = await readText(
      `${header}\n${stay.replace('09/12/2026', '13/09/2026').replace('09/15/2026', '09/10/2026')}\n${stay}\n`,
    );
    expect(found.form.contradictions).toMatchObject([{ what: 'date_order' }]);
    expect(found.form.contradictions[0]!.examples.map(({ line }) => line)).toEqual([3, 2]);
  });

  it('when no day is over 12 a person is asked', async () => {
    const { found } = await readText(`${header}\n${stay.replace('09/15/2026', '10/11/2026')}\n`);
    expect(found.form).toMatchObject({ dateOrder: null, ask: ['date_order'], contradictions: [] });
  });

  it('rows that cannot be read are told with line and reason', async () => {
    const bad = [
      stay.replace('"1,164.00"', 'much'),
      stay.replace('EUR', 'EURO'),
      'a,b',
      stay.replace('09/11/2026', '09/16/2026'),
      '09/12/2026,,Reservation,"open',
    ];
    const { rejects } = await readText(`${[header, stay, ...bad].join('\n')}`);
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'bad_amount'],
      [4, 'bad_currency'],
      [5, 'wrong_field_count'],
      [6, 'no_nights'],
      [7, 'bad_csv'],
    ]);
  });
});
