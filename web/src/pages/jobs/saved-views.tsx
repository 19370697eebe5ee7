import { useState } from 'react';
import { Bookmark, Trash2 } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useChosenHotel } from '../../api/hotels';
import { type SavedView, useViewActions, viewsQuery } from '../../api/views';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Link } from '../../kit/link';
import { useTell } from '../../kit/toast';
import { countText } from '../../lib/money';
import { parseSearch, stringifySearch } from '../../lib/url-state';
import { bodyOfFilter, filterOf } from './job-filter';
import { COUNTED, viewCountQuery } from './jobs-query';
import styles from './jobs.module.css';

const PAGE = 'jobs';
/** Where somebody is in a list, and what she watches, is no part of a view. */
const APART = ['cursor', 'many'];

/** The views of this page that the person has saved, with how many jobs each shows; and the button that saves the present one. */
export function SavedViews({ filtered }: { filtered: boolean }) {
  const search: Record<string, string> = useSearch({ strict: false });
  const { data } = useQuery(viewsQuery(PAGE));
  const [naming, setNaming] = useState(false);
  const now = searchOf(search);
  const views = data?.views ?? [];
  const current = views.find((view) => sameSearch(view.search, now));
  if (views.length === 0 && !filtered) return null;
  return (
    <nav className={styles.views} aria-label="Saved views">
      {views.map((view) => (
        <ViewLink key={view.id} view={view} current={view === current} />
      ))}
      {current ? (
        <RemoveView view={current} />
      ) : (
        now !== '' && (
          <Button kind="quiet" icon={Bookmark} onClick={() => setNaming(true)}>
            Save this view
          </Button>
        )
      )}
      {naming && <NameView search={now} onClose={() => setNaming(false)} />}
    </nav>
  );
}

function searchOf(search: Record<string, string>): string {
  const kept = Object.entries(search).filter(([name]) => !APART.includes(name));
  return stringifySearch(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))).slice(1);
}

const sameSearch = (one: string, other: string): boolean => searchOf(parseSearch(one)) === other;

function ViewLink({ view, current }: { view: SavedView; current: boolean }) {
  const search = parseSearch(view.search);
  const hotel = Number(search['hotel'] ?? 0);
  const { data: count } = useQuery(viewCountQuery(bodyOfFilter(filterOf(search), hotel || undefined)));
  const [, choose] = useChosenHotel();
  return (
    <Link
      to="/jobs"
      search={search}
      className={styles.view}
      aria-current={current ? 'page' : undefined}
      // An address without a hotel takes the one that is chosen; a view without one is of all.
      onClick={() => choose(hotel || undefined)}
    >
      <bdi>{view.name}</bdi>
      {count !== undefined && (
        <span className="num muted">
          {countText(count)}
          {count >= COUNTED && '+'}
        </span>
      )}
    </Link>
  );
}

function NameView({ search, onClose }: { search: string; onClose: () => void }) {
  const { save } = useViewActions(PAGE);
  const [name, setName] = useState('');
  return (
    <FormDialog
      title="Save this view"
      verb="Save"
      ready={name.trim() !== ''}
      run={() => save(name.trim(), search)}
      onClose={onClose}
    >
      {(errors) => (
        <Field
          label="Name"
          hint="Filter, order and columns. It is yours alone; its address shows the same to others."
          error={errors['name']}
        >
          <input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        </Field>
      )}
    </FormDialog>
  );
}

function RemoveView({ view }: { view: SavedView }) {
  const { save, remove } = useViewActions(PAGE);
  const tell = useTell();
  const run = () =>
    remove(view.id).then(
      () =>
        tell.undo(`The view "${view.name}" is removed`, async () => {
          await save(view.name, view.search);
        }),
      (error: unknown) => tell.failed(error),
    );
  return (
    <Button kind="quiet" icon={Trash2} onClick={() => void run()}>
      Remove view
    </Button>
  );
}
