import { lazy, Suspense } from 'react';
import { Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useHotel } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Attempts } from '../../kit/attempts';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Fact, Facts } from '../../kit/facts';
import { IdText } from '../../kit/id-text';
import { Instant } from '../../kit/instant';
import { JsonText } from '../../kit/json-text';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { Skeleton } from '../../kit/skeleton';
import { State } from '../../kit/state';
import { WhoDid } from '../../kit/who-did';
import { flag, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { useLetterActions } from './letter-actions';
import { useLiveLetters } from './letters-live';
import { type Letter, letterJobQuery, letterQuery, REASON_WORDS } from './letters-query';

const DataEditor = lazy(() => import('./data-editor'));
const ADDRESS = { edit: flag() };

export default function LetterPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(letterQuery(id));
  // What is typed is not taken away while somebody types.
  const [{ edit }] = useUrlState(ADDRESS);
  useLiveLetters(edit);
  return (
    <div className="page">
      <Loaded query={query} lines={10}>
        {(letter) => <Details letter={letter} />}
      </Loaded>
    </div>
  );
}

function Details({ letter }: { letter: Letter }) {
  const { id, jobId, hotelId, error, resolvedAt, resolution } = letter;
  const hotel = useHotel(hotelId);
  const may = useMay('ADMIN', 'MANAGER') && resolvedAt === null;
  const [{ edit }, set] = useUrlState(ADDRESS);
  const actions = useLetterActions();
  const titleOf = useKindTitle();
  const navigate = useNavigate();
  const job = useQuery(letterJobQuery(jobId));
  const requeue = async () => {
    if ((await actions.requeue([letter])) > 0) void navigate({ to: `/jobs/${jobId}` });
  };
  // Data that are refused for good are refused again.
  const asItIs = letter.reason !== 'permanent';
  const openEditor = () => set({ edit: true });
  useShortcut(may ? 'r' : undefined, 'Requeue the letter as it is', () => void requeue());
  useShortcut(may ? 'e' : undefined, 'Edit its data, then requeue', openEditor);
  return (
    <div className="stack">
      <nav aria-label="Way back" className="row">
        <Link to="/dead-letters">‹ Errors</Link>
        <Link to={`/dead-letters/groups/${encodeURIComponent(letter.fingerprint)}`}>‹ Letters of this error</Link>
      </nav>
      <PageHead
        title={titleOf(letter.jobName)}
        sub={
          <span className="row">
            {resolution ? (
              <State of={resolution === 'requeued' ? 'done' : 'cancelled'} word={RESOLVED[resolution]} />
            ) : (
              <State of="dead" />
            )}
            {hotel && <bdi>{hotel.name}</bdi>}
            <code title="Its kind, as the API names it">{letter.jobName}</code>
            <IdText id={id} />
          </span>
        }
      >
        {may && (
          <>
            <Button icon={Trash2} onClick={() => void actions.discard([letter])}>
              Discard
            </Button>
            <Button icon={RotateCcw} kind={asItIs ? 'primary' : 'plain'} onClick={() => void requeue()}>
              Requeue
            </Button>
            <Button icon={Pencil} kind={asItIs ? 'plain' : 'primary'} onClick={openEditor}>
              Edit data
            </Button>
          </>
        )}
      </PageHead>
      <div className="problem" role="note">
        <p className="problem-title">
          <bdi>{error.message}</bdi>
        </p>
        <p className="problem-foot muted">
          <code>{error.code}</code>
          {error.cause && (
            <>
              {' '}
              · cause <code>{error.cause}</code>
            </>
          )}
        </p>
      </div>
      <div className="card">
        <Facts>
          <Fact name="Given up because">{REASON_WORDS[letter.reason]}</Fact>
          <Fact name="Given up">
            <Instant at={letter.createdAt} hotelId={hotelId} seconds />
          </Fact>
          <Fact name="Attempts">{letter.attempts}</Fact>
          <Fact name="Job">
            <Link to={`/jobs/${jobId}`}>Its history and items</Link>
          </Fact>
          {resolution && (
            <Fact name={RESOLVED[resolution]}>
              <Instant at={resolvedAt} hotelId={hotelId} seconds />
            </Fact>
          )}
        </Facts>
      </div>
      <Section title={resolution ? 'Data as they were' : 'Data'}>
        <JsonText value={letter.data} label="Data of the dead letter" />
      </Section>
      <Section title="Attempts">
        <Loaded query={job}>
          {({ attemptLog }) =>
            attemptLog.length > 0 ? (
              <Attempts log={attemptLog} hotelId={hotelId} />
            ) : (
              <p className="muted">The log of its attempts is no longer kept.</p>
            )
          }
        </Loaded>
      </Section>
      <WhoDid targets={[`dead-letters/${id}`]} hotelId={hotelId} thing={letter} />
      <Dialog open={edit && may} onClose={() => set({ edit: false })} title="Edit the data, then requeue" wide>
        <Suspense fallback={<Skeleton />}>
          <DataEditor letter={letter} onClose={() => set({ edit: false })} />
        </Suspense>
      </Dialog>
    </div>
  );
}

const RESOLVED = { requeued: 'Requeued', discarded: 'Discarded' } as const;
