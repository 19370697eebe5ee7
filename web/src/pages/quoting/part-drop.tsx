import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { FileDrop } from '../../kit/file-drop';
import styles from './quoting.module.css';

export const FILE_UNITS = ['mm', 'cm', 'm', 'micron', 'in', 'ft'] as const;
export type FileUnit = (typeof FILE_UNITS)[number];
export const UNIT_WORDS: Record<FileUnit, string> = {
  mm: 'Millimetres',
  cm: 'Centimetres',
  m: 'Metres',
  micron: 'Micrometres',
  in: 'Inches',
  ft: 'Feet',
};

const ACCEPTED = '.stl,.obj,.3mf,.step,.stp,.iges,.igs,.dxf';

/** Sends one file; its analysis starts by itself. */
async function sendPart(file: File, unit: '' | FileUnit): Promise<string> {
  const form = new FormData();
  // Fields come before the file, which is stored as it arrives.
  if (unit) form.append('unit', unit);
  form.append('file', file);
  const made = await bodyOf(
    api.POST('/api/v1/files', { body: form as never, bodySerializer: (body: unknown) => body as FormData }) as Promise<{
      data?: Schema<'AcceptedFileResponse'>;
    }>,
  );
  return made.id;
}

/** A place to drop parts, or to choose them. The unit is for files that name none, and can be changed until there is a price. */
export function PartDrop({ onParts }: { onParts: (ids: string[]) => void }) {
  const [unit, setUnit] = useState<'' | FileUnit>('');
  const send = useMutation({
    mutationFn: async (files: File[]) => {
      const ids: string[] = [];
      // One after the other: those that came are shown even if a later one is refused.
      try {
        for (const file of files) ids.push(await sendPart(file, unit));
      } finally {
        if (ids.length > 0) onParts(ids);
      }
    },
  });
  return (
    <FileDrop
      label="Files of parts"
      accept={ACCEPTED}
      multiple
      busy={send.isPending}
      error={send.error}
      onFiles={(files) => send.mutate(files)}
    >
      <p>
        Drop files of parts here: STL, OBJ, 3MF, STEP, IGES or DXF.{' '}
        <span className="muted">They are measured at once; nothing is priced before you say so.</span>
      </p>
      <label className="row">
        <span>Files that name no unit are drawn in</span>
        <select
          className={`native-select ${styles.low}`}
          value={unit}
          onChange={({ target }) => setUnit(target.value as '' | FileUnit)}
        >
          <option value="">mm, assumed</option>
          {FILE_UNITS.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
    </FileDrop>
  );
}
