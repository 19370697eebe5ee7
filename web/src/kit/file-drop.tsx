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
  const verb = multiple ? 'Choose files' : 'Choose a file';
  const take = (files: FileList | null) => {
    const taken = [...(files ?? [])].slice(0, multiple ? undefined : 1);
    if (taken.length > 0) onFiles(taken);
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
      {error ? <ErrorView error={error} /> : null}
    </div>
  );
}
