import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';
import { colour } from '../shell/theme';
import type { Look, Measurement } from '../viewer/look';
import type { PartViewer } from '../viewer/part-viewer';
import { useLengths } from './length';
import styles from './part-view.module.css';
import { PartTools, WHOLE } from './part-tools';

/** Colours of the theme, for the picture. */
function lookNow(): Look {
  return {
    ground: colour('surface'),
    part: colour('control'),
    edge: colour('text'),
    lit: colour('state-failed'),
    section: colour('state-late'),
    ink: colour('accent'),
  };
}

const KEYS: Record<string, (viewer: PartViewer) => void> = {
  ArrowLeft: (viewer) => viewer.turn(1, 0),
  ArrowRight: (viewer) => viewer.turn(-1, 0),
  ArrowUp: (viewer) => viewer.turn(0, 1),
  ArrowDown: (viewer) => viewer.turn(0, -1),
  '+': (viewer) => viewer.zoom(1),
  '=': (viewer) => viewer.zoom(1),
  '-': (viewer) => viewer.zoom(-1),
};

/**
 * A part in 3-D: turned, cut, measured, with some of its faces lit. What it shows is also in words beside it, so that nothing is lost
 * where a browser has no WebGL: then there is the small picture.
 */
export function PartView({
  fileId,
  version,
  name,
  faces,
  onFace,
}: {
  fileId: string;
  /** Changes when the part has been measured anew. */
  version: string;
  name: string;
  /** Ranges of triangles that are lit. */
  faces: readonly [number, number][];
  onFace?: (triangle: number) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const viewer = useRef<PartViewer>(undefined);
  const told = useRef(onFace);
  const [state, setState] = useState<'loading' | 'ready' | 'none'>('loading');
  const [cut, setCut] = useState(WHOLE);
  const [measuring, setMeasuring] = useState(false);
  const [measured, setMeasured] = useState<Measurement | null>(null);
  const { length } = useLengths();
  const mesh = useQuery({
    queryKey: ['mesh', fileId, version],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/files/{id}/mesh', { params: { path: { id: fileId } }, parseAs: 'arrayBuffer', signal })),
    staleTime: Infinity,
    gcTime: 60_000,
  });
  useEffect(() => {
    told.current = onFace;
  });
  useEffect(() => {
    if (!mesh.data || !box.current) return undefined;
    let made: PartViewer | undefined;
    let over = false;
    const element = box.current;
    void import('../viewer/part-viewer').then(
      (module) => {
        if (over) return;
        try {
          made = new module.PartViewer(element, mesh.data, lookNow(), {
            face: (triangle) => told.current?.(triangle),
            measured: setMeasured,
          });
          viewer.current = made;
          setState('ready');
        } catch {
          setState('none');
        }
      },
      () => setState('none'),
    );
    return () => {
      over = true;
      made?.dispose();
      viewer.current = undefined;
      setState('loading');
    };
  }, [mesh.data]);
  useEffect(() => {
    const paint = () => viewer.current?.paint(lookNow());
    addEventListener('ns-theme', paint);
    return () => removeEventListener('ns-theme', paint);
  }, []);
  useEffect(() => viewer.current?.light(faces), [faces, state]);
  useEffect(() => viewer.current?.cutAt(cut.axis === 'none' ? undefined : cut.axis, cut.share), [cut, state]);
  useEffect(() => viewer.current?.measure(measuring), [measuring, state]);
  const reset = () => {
    viewer.current?.look(viewer.current.mesh.kind === 'sheet' ? 'top' : 'corner');
    setCut(WHOLE);
    setMeasuring(false);
  };
  const onKey = (event: KeyboardEvent) => {
    if (!viewer.current || event.ctrlKey || event.metaKey || event.altKey) return;
    if (KEYS[event.key]) KEYS[event.key]!(viewer.current);
    else if (event.key === '0') reset();
    else if (event.key === 'm') setMeasuring(!measuring);
    else if (event.key === 'Enter' && measuring) viewer.current.takeMiddle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const none = state === 'none' || mesh.isError;
  return (
    <div className={styles.view}>
      {!none && (
        <PartTools
          disabled={state !== 'ready'}
          cut={cut}
          onCut={setCut}
          measuring={measuring}
          onMeasuring={setMeasuring}
          onLook={(view) => viewer.current?.look(view)}
          onZoom={(steps) => viewer.current?.zoom(steps)}
          onReset={reset}
        />
      )}
      <div
        ref={box}
        className={styles.box}
        data-state={none ? 'none' : state}
        {...(!none && {
          role: 'application',
          tabIndex: 0,
          'aria-label': `3-D view of ${name}. Arrow keys turn it, plus and minus zoom, 0 shows it as at first, m measures.`,
          onKeyDown: onKey,
        })}
      >
        {none && (
          <figure className={styles.picture}>
            <img src={`/api/v1/files/${fileId}/thumbnail`} alt={`Small picture of ${name}`} width={256} height={256} />
            <figcaption className="muted">
              It cannot be shown in 3-D here. All that was found stands in the list.
            </figcaption>
          </figure>
        )}
        {!none && state === 'loading' && <p className={`muted ${styles.wait}`}>Loading the part…</p>}
        {measuring && <span className={styles.cross} aria-hidden />}
      </div>
      <p className="muted" role="status">
        {measured
          ? `Distance ${length(measured.distance)} (x ${length(measured.along[0])}, y ${length(measured.along[1])}, z ${length(measured.along[2])})`
          : measuring
            ? 'Press two places of the part. With keys: turn it until the place is under the cross, then Enter.'
            : ''}
      </p>
    </div>
  );
}
