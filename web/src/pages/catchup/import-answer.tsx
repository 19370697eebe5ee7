import { countOf } from '../../lib/money';
import type { ImportAnswer } from './people-query';

/** What a file brings, which of its lines bring nobody and why, and what of it is in no contact. */
export function ImportAnswerView({ answer }: { answer: ImportAnswer }) {
  return (
    <>
      <Added answer={answer} />
      <NotTaken answer={answer} />
      <Unused answer={answer} />
    </>
  );
}

function Added({ answer: { entries, leftOut, written } }: { answer: ImportAnswer }) {
  const added = entries.filter(({ outcome }) => outcome === 'new');
  if (added.length === 0) return null;
  return (
    <div
      className="card scroll-x"
      tabIndex={0}
      role="region"
      aria-label={written ? 'Who was added' : 'Who would be added'}
    >
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Name</th>
            <th scope="col">E-mail</th>
            <th scope="col">Telephone</th>
            <th scope="col">Birthday</th>
            <th scope="col">To look at</th>
          </tr>
        </thead>
        <tbody>
          {added.map(({ line, name, emails, phone, birthday, warnings }) => (
            <tr key={line}>
              <td className="num">{line}</td>
              <td>
                <bdi>{name}</bdi>
              </td>
              <td>
                <bdi>{emails.join(', ')}</bdi>
              </td>
              <td className="num">
                <bdi>{phone}</bdi>
              </td>
              <td className="num">{birthday}</td>
              <td>
                {warnings.map((words) => (
                  <div key={words}>
                    <bdi>{words}</bdi>
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {leftOut > 0 && (
        <p className="muted">
          These are of the first {entries.length} lines; of {countOf(leftOut, 'more', 'more')} those who are new come as
          well.
        </p>
      )}
    </div>
  );
}

function NotTaken({ answer: { notTaken, notTakenLeftOut } }: { answer: ImportAnswer }) {
  if (notTaken.length === 0) return null;
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label="Lines that bring nobody">
      <h3>Lines that bring nobody</h3>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Name</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {notTaken.map(({ line, name, reason }) => (
            <tr key={line}>
              <td className="num">{line}</td>
              <td>
                <bdi>{name ?? '—'}</bdi>
              </td>
              <td>
                <bdi>{reason}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {notTakenLeftOut > 0 && <p className="muted">and {countOf(notTakenLeftOut, 'more', 'more')}</p>}
    </div>
  );
}

/** What properties of cards are called by people. */
const WORDS: Record<string, string> = {
  ADR: 'address',
  GEO: 'place',
  IMPP: 'messenger',
  LOGO: 'picture of the company',
  NICKNAME: 'nickname',
  ORG: 'company',
  PHOTO: 'picture',
  ROLE: 'role',
  TEL: 'further numbers',
  TITLE: 'title at work',
  TZ: 'time zone',
  URL: 'web page',
  'X-ABLABEL': 'label',
};

function Unused({ answer: { unused, unusedLeftOut, format } }: { answer: ImportAnswer }) {
  if (unused.length === 0) return null;
  const [what, record] = format === 'csv' ? ['Columns', 'row'] : ['Properties', 'card'];
  const lost = unused.filter(({ count }) => count > 0);
  const empty = unused.filter(({ count }) => count === 0);
  return (
    <div className="card stack" role="region" aria-label={`${what} that are not taken`}>
      <h3>{what} that are not taken</h3>
      {lost.length > 0 && (
        <ul className="stack">
          {lost.map(({ name, count }) => (
            <li key={name}>
              ▲ <bdi>{name}</bdi>
              {format === 'vcard' && WORDS[name] && ` (${WORDS[name]})`}
              <span className="muted">: in {countOf(count, record)}</span>
            </li>
          ))}
        </ul>
      )}
      {empty.length > 0 && (
        <p className="muted">
          Not read either, and nothing stands in {empty.length === 1 ? 'it' : 'them'}:{' '}
          <bdi>{empty.map(({ name }) => name).join(', ')}</bdi>
        </p>
      )}
      {unusedLeftOut > 0 && <p className="muted">and {countOf(unusedLeftOut, 'more', 'more')}</p>}
      <p className="muted">They stay in your file; nothing of them is kept here.</p>
    </div>
  );
}
