import { useCallback } from 'react';
import { toApiError } from '../api/problem';
import { useTell } from './toast';

/** How long a file is kept for the browser to take it, ms. */
const KEPT_MS = 60_000;

/** `attachment; filename="statement-1.pdf"`: statement-1.pdf. */
function nameOf(disposition: string | null): string | undefined {
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  return coded ? decodeURIComponent(coded) : /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];
}

/** Gives the browser a file to save. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** Saves a file of the server under its name. What the server refuses is told in the page, and is not shown in its place. */
export function useDownload(): (path: string) => Promise<void> {
  const tell = useTell();
  return useCallback(
    async (path: string) => {
      try {
        const answer = await fetch(path, { credentials: 'same-origin' });
        if (!answer.ok) throw await toApiError(answer);
        saveFile(await answer.blob(), nameOf(answer.headers.get('Content-Disposition')) ?? 'file');
      } catch (error) {
        tell.failed(error, 'The file could not be fetched');
      }
    },
    [tell],
  );
}
