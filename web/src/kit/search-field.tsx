import { useEffect, useRef, useState } from 'react';
import { Search } from 'lucide-react';
import { useShortcut } from '../shell/keys';

/** The page's search: `/` goes there, what is typed counts after a pause. */
export function SearchField({
  label,
  value,
  onChange,
  placeholder = 'Search',
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
}) {
  const [typed, setTyped] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  useEffect(() => {
    // Back, or a button that clears the filters.
    if (document.activeElement !== field.current) setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => tell.current(typed), 250);
    return () => clearTimeout(timer);
  }, [typed, value]);
  useShortcut('/', label, () => field.current?.focus());
  return (
    <span className="search">
      <Search size={14} aria-hidden />
      <input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onChange(typed);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </span>
  );
}
