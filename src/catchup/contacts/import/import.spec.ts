import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatBirthday } from '../birthday.js';
import { readCsvContacts } from './csv-contacts.js';
import type { ImportedContact, Unreadable } from './imported-contact.js';
import { ContactMatcher } from './match.js';
import { looksLikeVcard, readVcards } from './vcard.js';

const short = (one: ImportedContact | Unreadable) =>
  'problem' in one
    ? one
    : {
        ...one,
        birthday: one.birthday && formatBirthday(one.birthday),
        ...(one.warnings.length === 0 && { warnings: undefined }),
      };
const csv = async (text: string | Buffer) => (await readCsvContacts(Buffer.from(text))).contacts.map(short);
const cards = (text: string | Buffer) => readVcards(Buffer.from(text)).contacts.map(short);
const card = (...lines: string[]) => `BEGIN:VCARD\r\nVERSION:3.0\r\n${lines.join('\r\n')}\r\nEND:VCARD\r\n`;

describe('CSV', () => {
  it('reads the export of Google Contacts, new and old', async () => {
    const now = `First Name,Middle Name,Last Name,Organization Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value
Ana,Maria,Sousa,Casa,1985-03-01,"likes, jazz",Book club ::: * myContacts,* Work,Ana@Example.test,ana@home.test,+351 912 345 678
,,,Plumber Ltd, --02-29,,,,,,`;
    expect(await csv(now)).toMatchObject([
      {
        ...{
          line: 2,
          name: 'Ana Maria Sousa',
          emails: ['ana@example.test', 'ana@home.test'],
          phone: '+351 912 345 678',
        },
        ...{ birthday: '1985-03-01', note: 'likes, jazz', groups: ['Book club'] },
      },
      { name: 'Plumber Ltd', birthday: '--02-29', emails: [] },
    ]);
    const old = `Name,Given Name,Family Name,Group Membership,E-mail 1 - Value,Phone 1 - Value
Rui Costa,Rui,Costa,* myContacts ::: Running,rui@a.test ::: rui@b.test,912 000 111 ::: 211 222 333`;
    expect(await csv(old)).toMatchObject([
      { name: 'Rui Costa', emails: ['rui@a.test', 'rui@b.test'], phone: '912 000 111', groups: ['Running'] },
    ]);
  });

  it('reads the export of Outlook: months first, 0/0/00 for no birthday, Windows-1252 or UTF-16', async () => {
    const text = `"First Name","Last Name","E-mail Address","E-mail 2 Address","Home Phone","Mobile Phone","Birthday","Categories"
"Jos\u00e9","M\u00fcller","jose@x.test","","030 123456","0171 7654321","2/28/1980","Friends;Chess"
"Eva","","","","","","0/0/00",""
"Kay","Day","kay@x.test","","","","31/12/1990",""`;
    const wanted = [
      { name: 'José Müller', phone: '0171 7654321', birthday: '1980-02-28', groups: ['Friends', 'Chess'] },
      { name: 'Eva', birthday: null },
      { name: 'Kay Day', birthday: '1990-12-31' },
    ];
    expect(await csv(Buffer.from(text, 'latin1'))).toMatchObject(wanted);
    expect(await csv(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toMatchObject(wanted);
  });

  it('reads a plain list, whatever parts its fields, and says what it could not read', async () => {
    expect(
      await csv('name;email;phone;frequency\nZoë;not an address;12;fortnightly\n;;;\nBo;bo@x.test;;Monthly'),
    ).toEqual([
      expect.objectContaining({
        ...{ name: 'Zoë', emails: [], phone: null, frequency: null },
        warnings: [
          '"not an address" is no e-mail address',
          '"12" is no telephone number',
          expect.stringContaining('"fortnightly" is no frequency'),
        ],
      }),
      { line: 3, problem: 'It has neither a name nor an address nor a number' },
      expect.objectContaining({ line: 4, name: 'Bo', frequency: 'monthly' }),
    ]);
    await expect(csv('a,b\n1,2')).rejects.toThrow(/first line must name the columns/);
    await expect(csv('')).rejects.toThrow(/first line/);
  });
});

describe('vCard', () => {
  it('reads version 3.0 with folds within a character, groups, escapes and a photo', () => {
    const folded = Buffer.concat([
      Buffer.from('BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zo'),
      Buffer.from([0xc3]),
      Buffer.from('\r\n '),
      Buffer.from([0xab]),
      Buffer.from(
        ' Lima\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\nitem1.EMAIL;TYPE=INTERNET:Zoe@X.test\r\n',
      ),
      Buffer.from('TEL;TYPE=WORK:211000000\r\nTEL;TYPE=CELL:+351 912 345 678\r\nBDAY:1985-03-01\r\n'),
      Buffer.from('NOTE:Tea\\, no sugar\\nTwo cats\r\nCATEGORIES:Friends,Book\\, club\r\nEND:VCARD\r\n'),
    ]);
    expect(cards(folded)).toMatchObject([
      {
        ...{ line: 1, name: 'Zoë Lima', emails: ['zoe@x.test'], phone: '+351 912 345 678', birthday: '1985-03-01' },
        ...{ note: 'Tea, no sugar\nTwo cats', groups: ['Friends', 'Book, club'] },
      },
    ]);
  });

  it('reads version 2.1 of telephones: quoted-printable over several lines, charsets, bare parameters', () => {
    const old = `BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=47=6F=6D=C3=\n=A9=73;Jo=C3=A3o;;;
TEL;CELL:912345678
NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:caf=E9=0D=0A=\nao lado: =
mesa 2
PHOTO;ENCODING=BASE64;JPEG:
 /9j/4AAQSkZJRgABAQ

END:VCARD`;
    expect(cards(old)).toMatchObject([
      { name: 'João Gomés', phone: '912345678', note: expect.stringMatching(/^café\s+ao lado: mesa 2$/) },
    ]);
  });

  it('reads version 4.0 with addresses as URIs, and birthdays without a year', () => {
    const four = (bday: string) => card('FN:Ida', 'TEL;VALUE=uri;TYPE="voice,cell":tel:+1-555-555-0100;ext=2', bday);
    expect(cards(four('BDAY:--0229'))).toMatchObject([{ phone: '+1-555-555-0100', birthday: '--02-29' }]);
    expect(cards(four('BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29'))).toMatchObject([{ birthday: '--02-29' }]);
    expect(cards(four('BDAY:19850301T000000Z'))).toMatchObject([{ birthday: '1985-03-01' }]);
    expect(cards(four('BDAY;VALUE=text:circa 1800'))).toMatchObject([
      { birthday: null, warnings: ['"circa 1800" is no birthday'] },
    ]);
  });

  it('one card that is broken spoils no other', () => {
    const broken = `${card('N:;;;;')}${'BEGIN:VCARD\nFN:Cut off\n'}${card('EMAIL:a"b@x', 'garbage', 'FN:Good')}`;
    expect(cards(broken)).toEqual([
      { line: 1, problem: 'It has neither a name nor an address nor a number' },
      { line: 5, problem: 'It has no END:VCARD' },
      expect.objectContaining({ name: 'Good' }),
    ]);
    expect(looksLikeVcard(Buffer.from('\uFEFF\nBEGIN:vcard'))).toBe(true);
    expect(looksLikeVcard(Buffer.from('Name,E-mail'))).toBe(false);
  });

  it('fails on no bytes of any kind', () => {
    const piece = fc.constantFrom(
      'BEGIN:VCARD\n',
      'END:VCARD\n',
      'FN:',
      'TEL;',
      ':',
      '=',
      '\r\n ',
      'ENCODING=QUOTED-PRINTABLE:',
      'é',
      '"',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 30 }),
        (parts) => {
          for (const one of readVcards(Buffer.from(parts.join(''))).contacts)
            if (!('problem' in one)) expect(one.name.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Each is a bug that users of other programs have reported. */
describe('files that others stumbled over', () => {
  it('a column without a name at the end of every line', async () => {
    expect(await csv('Name,E-mail,\nAna,ana@x.test,\n')).toMatchObject([{ name: 'Ana', emails: ['ana@x.test'] }]);
  });

  it('the export of Thunderbird: a display name beside its parts, two addresses, a birthday in three columns', async () => {
    const file = `First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,Birth Year,Birth Month,Birth Day,Notes,
First,Last,First Last,Nick,a@x.test,b@x.test,,211 000 000,,,,912 345 678,,3,1,,`;
    expect(await csv(file)).toMatchObject([
      { name: 'First Last', emails: ['a@x.test', 'b@x.test'], phone: '912 345 678', birthday: '--03-01' },
    ]);
  });

  it('names in Cyrillic in the old export of Google, which is UTF-16, with several addresses in a field', async () => {
    const file =
      'Name,Given Name,Family Name,Group Membership,E-mail 1 - Value\nИмя Фамилия,Имя,Фамилия,* My Contacts ::: University,a@x.test ::: b@x.test\n';
    expect(await csv(Buffer.from(`\uFEFF${file}`, 'utf16le'))).toMatchObject([
      { name: 'Имя Фамилия', emails: ['a@x.test', 'b@x.test'], groups: ['University'] },
    ]);
  });

  it('a card with a family name alone, and one whose colons are escaped', () => {
    expect(cards(card('N:Silva;;;;') + card('FN:Open\\, 1\\:30pm', 'NOTE:http\\://x.test'))).toMatchObject([
      { name: 'Silva' },
      { name: 'Open, 1:30pm', note: 'http://x.test' },
    ]);
  });

  it('cards of macOS: groups with labels, addresses over several lines, a photo of many lines', () => {
    const one = card(
      'PRODID:-//Apple Inc.//macOS 11.1//EN',
      'N:Müller;Jörg;;Dr.;',
      'FN:Dr. Jörg Müller',
      'item1.EMAIL;type=INTERNET;type=pref:joerg@x.test',
      'item1.X-ABLabel:_$!<Other>!$_',
      'item2.ADR;type=HOME:;;Am Markt 1\\nHinterhaus;Ulm;;89073;Germany',
      'item3.TEL;type=pref:+49 171 7654321',
      'item4.URL;type=pref:http\\://x.test',
      'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/4gxYSUND',
      ' X1BST0ZJTEUAAQEAAAxITGlubwIQAABtbnRyUkdCIFhZWiAHzgACAAkABgAxAABh',
      ' Y3NwTVNGVAAAAABJRUMgc1JHQg==',
      'BDAY;value=date:1980-05-01',
    );
    expect(cards(one.repeat(3))).toHaveLength(3);
    expect(cards(one)).toMatchObject([
      {
        name: 'Dr. Jörg Müller',
        emails: ['joerg@x.test'],
        phone: '+49 171 7654321',
        birthday: '1980-05-01',
        groups: [],
      },
    ]);
  });

  it('one file three times: everybody once', () => {
    const { contacts: read } = readVcards(
      Buffer.from(card('FN:Ana', 'EMAIL:ana@x.test') + card('FN:Bo') + card('FN:Cy', 'TEL:912 345 678')),
    );
    const matcher = new ContactMatcher([]);
    const added = [1, 2, 3].flatMap(() => (read as ImportedContact[]).filter((one) => !matcher.take(one)));
    expect(added.map(({ name }) => name)).toEqual(['Ana', 'Bo', 'Cy']);
  });
});

/** Whatever of a file is in no contact is named. */
describe('what is not taken', () => {
  it('columns that are not read, a company beside a name, further numbers, and fields beyond the columns', async () => {
    const file = `First Name,Company,Phone 1 - Value,Phone 2 - Value,Website,Notes,Comments,Nickname,
Ana,Casa,912 345 678,211 000 000,https://x.test,Tea,Likes tea,,
Bo,,+351 912 000 111,912000111,,,,,,and,more
,Plumber Ltd,,,https://y.test,,,,
,,,,https://z.test,,,,`;
    const { contacts, unused, unusedLeftOut } = await readCsvContacts(Buffer.from(file));
    expect(unused).toEqual([
      { name: 'Website', count: 3 },
      { name: 'Comments', count: 1 },
      { name: 'Company', count: 1 },
      { name: 'Phone 2 - Value', count: 1 },
      { name: 'Nickname', count: 0 },
    ]);
    expect(unusedLeftOut).toBe(0);
    expect(contacts.map((one) => ('problem' in one ? one.problem : one.warnings))).toEqual([
      [],
      ['It has more fields than the first line: "and, more" is left out'],
      [],
      'It has neither a name nor an address nor a number',
    ]);
    const wide = `name,${Array.from({ length: 300 }, (_, n) => `c${n}`).join(',')}\nAna,,1`;
    const many = await readCsvContacts(Buffer.from(wide));
    expect([many.unused.length, many.unusedLeftOut, many.unused[0]]).toEqual([200, 100, { name: 'c1', count: 1 }]);
    const unnamed = await readCsvContacts(Buffer.from('name,\nAna,lost'));
    expect(unnamed.unused).toEqual([{ name: 'column 2, which has no name', count: 1 }]);
  });

  it('properties of cards, each once a card; those that tell of the file alone are none', () => {
    const { contacts, unused } = readVcards(
      Buffer.from(
        card(
          'UID:1',
          'FN:Ana',
          'ORG:Casa;Books',
          'TEL:912 345 678',
          'TEL:211 000 000',
          'item1.ADR:;;A 1',
          'item2.ADR:;;B 2',
        ) +
          card(
            'ORG:Plumber Ltd',
            'URL:https://x.test',
            'no property',
            'nor this',
            'TEL:912 111 222',
            'TEL:+351912111222',
          ) +
          card('FN:Bo', 'NICKNAME:Bobby', 'ADR:;;C 3'),
      ),
    );
    expect(unused).toEqual([
      { name: 'ADR', count: 2 },
      { name: 'ORG', count: 1 },
      { name: 'TEL', count: 1 },
      { name: 'URL', count: 1 },
      { name: 'NICKNAME', count: 1 },
    ]);
    expect(contacts[1]).toMatchObject({
      name: 'Plumber Ltd',
      warnings: ['2 lines are no properties and are left out, the first is line 15'],
    });
  });
});

it('a file of a million lines is refused, not read', async () => {
  await expect(readCsvContacts(Buffer.from(`name\n${'a\n'.repeat(1_000_000)}`))).rejects.toThrow(
    /more than 10000 lines/,
  );
  expect(() => readVcards(Buffer.from(`BEGIN:VCARD\n${'X\n'.repeat(1_100_000)}`))).toThrow(/too many lines/);
});

describe('recognising contacts', () => {
  const known = [
    { id: 'ana', name: 'Ana Sousa', emails: ['ana@x.test'], phone: '+351 912 345 678' },
    { id: 'jo', name: 'Jo Smith', emails: ['jo@x.test'], phone: null },
    { id: 'bo', name: 'Bo Élan', emails: [], phone: null },
  ];
  const one = (name: string, email?: string, phone?: string): ImportedContact => ({
    ...{ line: 1, name, emails: email ? [email] : [], phone: phone ?? null, birthday: null, note: null },
    ...{ groups: [], frequency: null, warnings: [] },
  });
  const match = (contact: ImportedContact) => new ContactMatcher(known).take(contact);

  it('goes by the address, then the number, then the name where nothing else tells', () => {
    expect(match(one('A. Sousa', 'ana@x.test'))).toMatchObject({ id: 'ana', by: 'email', line: null });
    expect(match(one('A. Sousa', 'other@x.test', '912345678'))).toMatchObject({ id: 'ana', by: 'phone', line: null });
    expect(match(one('bo  elan', 'bo@x.test'))).toMatchObject({ id: 'bo', by: 'name', line: null });
    expect(match(one('JO SMITH'))).toMatchObject({ id: 'jo', by: 'name', line: null });
    expect(match(one('Jo Smith', 'another.jo@x.test'))).toBeUndefined();
  });

  it('adds who stands twice in a file once, and nobody when the file comes again', async () => {
    const file = Buffer.from(
      'name,email,phone\nAl,al@x.test,\nAl,,\nAl B,AL@X.TEST,\nCy,,912 111 222\nCy,,+351 912111222\nDi,,',
    );
    const { contacts } = await readCsvContacts(file);
    const read = contacts as ImportedContact[];
    const first = new ContactMatcher([]);
    const added = read.filter((contact) => !first.take(contact));
    expect(added.map(({ name }) => name)).toEqual(['Al', 'Cy', 'Di']);
    const again = new ContactMatcher(added.map((contact, n) => ({ ...contact, id: String(n) })));
    expect(read.filter((contact) => !again.take(contact))).toEqual([]);
  });
});
