import { Button } from '../../kit/button';
import type { Column } from '../../kit/table';
import { dateText } from '../../lib/time';
import { Lateness } from './lateness';
import { type Contact, frequencyWords, SOURCE_WORDS } from './people-query';

export function peopleColumns(locale: string | undefined, onMet: (contact: Contact) => void): Column<Contact>[] {
  return [
    {
      ...{ id: 'name', header: 'Name', width: 'minmax(160px, 2fr)', fixed: true, phone: 1, sort: 'name' },
      cell: ({ name }) => <bdi>{name}</bdi>,
    },
    {
      ...{ id: 'lateness', header: 'How late', width: 'minmax(150px, 1fr)', phone: 1, sort: 'lateness' },
      cell: (contact) => <Lateness contact={contact} />,
    },
    {
      ...{ id: 'last', header: 'Last met', width: 'minmax(130px, 1fr)' },
      cell: ({ lastContactOn, lastContactSource }) =>
        lastContactOn === null ? (
          <span title="You have not met since this contact was noted down">—</span>
        ) : (
          <span title={lastContactSource ? SOURCE_WORDS[lastContactSource] : undefined}>
            {dateText(lastContactOn, locale, { weekday: undefined })}
          </span>
        ),
    },
    {
      ...{ id: 'frequency', header: 'Wanted', width: 'minmax(120px, 1fr)' },
      cell: ({ frequency }) => frequencyWords(frequency),
    },
    {
      ...{ id: 'due', header: 'Due on', width: 'minmax(120px, 1fr)', phone: 'none' },
      cell: ({ dueOn }) =>
        dueOn === null ? (
          <span title="Without a frequency nobody is due">—</span>
        ) : (
          dateText(dueOn, locale, { weekday: undefined })
        ),
    },
    {
      ...{ id: 'medium', header: 'How', width: '90px', phone: 'none' },
      cell: ({ medium }) => (medium === 'call' ? 'Call' : 'In person'),
    },
    {
      ...{ id: 'birthday', header: 'Birthday', width: 'minmax(110px, 1fr)', phone: 'none' },
      cell: ({ nextBirthday }) =>
        nextBirthday === null ? (
          <span title="Not known">—</span>
        ) : (
          <span title={nextBirthday.turns === null ? undefined : `Turns ${nextBirthday.turns}`}>
            {dateText(nextBirthday.on, locale, { weekday: undefined, year: undefined })}
          </span>
        ),
    },
    {
      ...{ id: 'met', header: 'Met', width: '108px', phone: 'none' },
      cell: (contact) => (
        <Button kind="quiet" aria-label={`We met: ${contact.name}`} onClick={() => onMet(contact)}>
          We met
        </Button>
      ),
    },
  ];
}
