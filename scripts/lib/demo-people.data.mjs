import { addDays } from './demo-days.mjs';

/** OAuth client of the demo at the stand-in of Google, and its account at the stand-in of Twilio. */
export const GOOGLE_CLIENT = { id: 'demo-client', secret: 'demo-client-secret' };
export const SMS_ACCOUNT = { sid: 'ACdemo', token: 'demo-sms-token', from: '+15005550006' };

/** One user of each demo tenant who keeps in touch with people: her calendars at Google, her number, her people. */
export const DEMO_PEOPLE = [
  {
    tenant: 'seaside',
    email: 'marta@example.test',
    phone: '+447700900101',
    timeZone: 'Europe/Lisbon',
    contacts: [
      person('Ana Sousa', 'monthly', 'close_friend', 'in_person', 47),
      person('Bruno Costa', 'weekly', 'normal', 'call', 10),
      person('Chiara Bianchi', 'quarterly', 'normal', 'in_person', 120),
      person('Dinis Rocha', 'monthly', 'normal', 'call', 12),
      person('Elsa Nygård', 'yearly', 'low', 'in_person', 390),
    ],
  },
  {
    tenant: 'alpine',
    email: 'reto@example.test',
    phone: '+447700900102',
    timeZone: 'Europe/Zurich',
    contacts: [
      person('Noa Frei', 'biweekly', 'close_friend', 'in_person', 30),
      person('Luca Meier', 'monthly', 'normal', 'call', 40),
      person('Mia Huber', 'weekly', 'normal', 'call', 5),
      person('Jonas Graf', 'quarterly', 'low', 'in_person', 100),
      person('Lea Brunner', 'monthly', 'normal', 'in_person', 61),
    ],
  },
];

/** @param days since they last met */
function person(name, frequency, importance, medium, days) {
  const address = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z ]/g, '')
    .replace(' ', '.');
  return { name, frequency, importance, medium, days, email: `${address}@example.test` };
}

/** Her user at the stand-in of Google: work in the main calendar, a family's calendar beside it, seen from `today`. */
export async function googleUser({ email, timeZone, contacts }, today) {
  // This file is loaded before npm start has installed the packages.
  const { Temporal } = await import('temporal-polyfill');
  const at = (date, time) => ({
    dateTime: Temporal.PlainDateTime.from(`${date}T${time}`)
      .toZonedDateTime(timeZone)
      .toString({ timeZoneName: 'never' }),
    timeZone,
  });
  const event = (id, summary, date, from, to, others = []) => ({
    ...{ id, summary, start: at(date, from), end: at(date, to) },
    ...(others.length > 0 && {
      attendees: [{ email, self: true, responseStatus: 'accepted' }, ...others.map((one) => ({ email: one.email }))],
    }),
  });
  const days = Array.from({ length: 21 }, (_, n) => addDays(today, n));
  const worked = days.filter((date) => new Date(date).getUTCDay() % 6 !== 0);
  const work = worked.flatMap((date, n) => [
    event(`standup${n}`, 'Arrivals and rooms', date, '09:00', '10:30'),
    event(`desk${n}`, 'Front office', date, '14:00', '17:30'),
  ]);
  // What is over tells when they last met.
  const coffee = event('coffee', 'Coffee', addDays(today, -1), '17:00', '18:00', [contacts.at(-2)]);
  const family = days
    .filter((date) => new Date(date).getUTCDay() === 3)
    .map((date, n) => event(`dinner${n}`, 'Family dinner', date, '19:00', '21:00'));
  const holiday = {
    id: 'holiday',
    summary: 'Holiday',
    start: { date: addDays(today, 9) },
    end: { date: addDays(today, 11) },
  };
  return {
    ...{ email, timeZone },
    calendars: [
      { id: email, summary: email, timeZone, events: [...work, coffee] },
      { id: `family.${email}`, summary: 'Family', timeZone, events: [...family, holiday] },
    ],
  };
}
