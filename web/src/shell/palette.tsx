import { useId, useMemo, useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useHotels } from '../api/hotels';
import { useMay } from '../api/session';
import type { NavPage } from '../app/pages';
import { Dialog } from '../kit/dialog';
import { writeStored } from '../lib/stored';
import { useShortcuts } from './keys';
import { THEMES, useTheme } from './theme';

interface Entry {
  id: string;
  label: string;
  kind: string;
  run: () => void;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ctrl-K: every page, hotel and command by its name, and a job by its id. */
export function Palette({ pages, onClose }: { pages: readonly NavPage[]; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const entries = useEntries(pages, typed.trim());
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  return (
    <Dialog open onClose={onClose} title="Go to, or do">
      <input
        className="palette-input"
        autoFocus
        type="text"
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-label="Page, hotel, command or id of a job"
        aria-activedescendant={entries[at] && `${list}-${at}`}
        placeholder="Page, hotel, command or id of a job"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            const by = event.key === 'ArrowDown' ? 1 : -1;
            setAt((at + by + entries.length) % Math.max(1, entries.length));
          }
          if (event.key === 'Enter') run(entries[at]);
        }}
      />
      <ul id={list} role="listbox" aria-label="What fits" className="palette-list">
        {entries.map((entry, n) => (
          <li
            key={entry.id}
            id={`${list}-${n}`}
            role="option"
            aria-selected={n === at}
            className="popup-item"
            data-highlighted={n === at || undefined}
            onClick={() => run(entry)}
            onMouseMove={() => setAt(n)}
          >
            <span>
              <bdi>{entry.label}</bdi>
            </span>
            <span className="muted">{entry.kind}</span>
          </li>
        ))}
        {entries.length === 0 && <li className="facet-none muted">Nothing fits</li>}
      </ul>
    </Dialog>
  );
}

function useEntries(pages: readonly NavPage[], typed: string): Entry[] {
  const navigate = useNavigate();
  const hotels = useHotels();
  const shortcuts = useShortcuts();
  const [, setTheme] = useTheme();
  // The page of a job is its tenant's.
  const operator = useMay('OPERATOR');
  return useMemo(() => {
    const all: Entry[] = [
      ...pages.map(({ path, nav }) => ({
        id: path,
        label: nav.label,
        kind: 'page',
        run: () => void navigate({ to: path }),
      })),
      ...shortcuts
        .filter(({ group }) => group === 'This page')
        .map(({ keys, label, run }) => ({ id: `key ${keys}`, label, kind: `key ${keys}`, run })),
      ...THEMES.map((theme) => ({
        id: `theme ${theme}`,
        label: `Theme: ${theme}`,
        kind: 'command',
        run: () => setTheme(theme),
      })),
      ...hotels.map(({ id, name }) => ({
        id: `hotel ${id}`,
        label: name,
        kind: 'hotel',
        run: () => writeStored('hotel', String(id)),
      })),
    ];
    if (UUID.test(typed))
      return [
        {
          id: typed,
          label: `Job ${typed}`,
          kind: 'job',
          run: () =>
            void navigate(
              operator ? { to: '/operator/jobs', search: { id: typed, shown: typed } } : { to: `/jobs/${typed}` },
            ),
        },
      ];
    const words = typed.toLowerCase().split(/\s+/);
    return all.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word))).slice(0, 12);
  }, [pages, hotels, shortcuts, typed, navigate, setTheme, operator]);
}
