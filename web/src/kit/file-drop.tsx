import { useRef, useState, type ReactNode } from 'react';
import { FileUp } from 'lucide-react';
import { Button } from './button';
import { ErrorView } from './error-view';
import { useShortcut } from '../shell/keys';

/** A place to drop files, or to choose them. */
export function FileDrop({
  label,
  accept,
  multiple = false,
  shortcut,
  busy,
  error,
  onFiles,
  children,
}: {
  /** Name of the field, for screen readers. */
  label: string;
  /** Extensions and types, as an input has them. */
  accept: string;
  multiple?: boolean;
  /** Key that opens the choice. */
  shortcut?: string;
  busy: boolean;
  error: unknown;
  /** Never empty; one file unless `multiple`. */
  onFiles: (files: File[]) => void;
  /** What may be dropped, and what becomes of it. */
  children: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  /** Why files that were given were not taken. */
  const [left, setLeft] = useState<string>();
  const verb = multiple ? 'Choose files' : 'Choose a file';
  const take = (files: FileList | null) => {
    const given = [...(files ?? [])];
    if (given.length === 0) return;
    const names = (some: File[]) => some.map(({ name }) => name).join(', ');
    if (busy) return setLeft(`Not taken, because others are still being sent: ${names(given)}. Drop them afterwards.`);
    const taken = multiple ? given : given.slice(0, 1);
    const others = given.slice(taken.length);
    setLeft(others.length > 0 ? `One file at a time: ${names(others)} was left out.` : undefined);
    onFiles(taken);
  };
  useShortcut(shortcut, verb, () => input.current?.click());
  return (
    <div
      className={`file-drop ${over ? 'file-drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <input
        ref={input}
        type="file"
        multiple={multiple}
        className="sr"
        aria-label={label}
        accept={accept}
        tabIndex={-1}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      {children}
      <Button kind="primary" icon={FileUp} busy={busy} onClick={() => input.current?.click()}>
        {verb}
      </Button>
      <p role="status" hidden={left === undefined}>
        <bdi>{left}</bdi>
      </p>
      {error ? <ErrorView error={error} /> : null}
    </div>
  );
}
