import { Home, Ruler, ZoomIn, ZoomOut } from 'lucide-react';
import { type Axis, type View, VIEWS } from '../viewer/look';
import { Button } from './button';
import styles from './part-view.module.css';

export interface Cut {
  axis: Axis | 'none';
  /** From one end of the part to the other, 0 to 1. */
  share: number;
}

export const WHOLE: Cut = { axis: 'none', share: 0.5 };

const VIEW_WORDS: Record<View, string> = {
  corner: 'From a corner',
  front: 'Front',
  back: 'Back',
  left: 'Left',
  right: 'Right',
  top: 'Top',
  bottom: 'Bottom',
};

/** What can be done to the picture, each by a press or a key. */
export function PartTools({
  disabled,
  cut,
  onCut,
  measuring,
  onMeasuring,
  onLook,
  onZoom,
  onReset,
}: {
  disabled: boolean;
  cut: Cut;
  onCut: (cut: Cut) => void;
  measuring: boolean;
  onMeasuring: (on: boolean) => void;
  onLook: (view: View) => void;
  onZoom: (steps: number) => void;
  onReset: () => void;
}) {
  return (
    <div className="row" role="group" aria-label="The 3-D view">
      <Button icon={Home} aria-label="Show it as at first (0)" disabled={disabled} onClick={onReset} />
      <Button icon={ZoomIn} aria-label="Nearer (+)" disabled={disabled} onClick={() => onZoom(1)} />
      <Button icon={ZoomOut} aria-label="Further away (-)" disabled={disabled} onClick={() => onZoom(-1)} />
      <select
        className={`native-select ${styles.low}`}
        aria-label="Look from"
        disabled={disabled}
        value=""
        onChange={({ target }) => onLook(target.value as View)}
      >
        <option value="" disabled>
          Look from…
        </option>
        {(Object.keys(VIEWS) as View[]).map((view) => (
          <option key={view} value={view}>
            {VIEW_WORDS[view]}
          </option>
        ))}
      </select>
      <Button
        icon={Ruler}
        aria-pressed={measuring}
        disabled={disabled}
        onClick={() => onMeasuring(!measuring)}
        title="Measure between two places (m)"
      >
        Measure
      </Button>
      <select
        className={`native-select ${styles.low}`}
        aria-label="Section"
        disabled={disabled}
        value={cut.axis}
        onChange={({ target }) => onCut({ ...cut, axis: target.value as Cut['axis'] })}
      >
        <option value="none">No section</option>
        <option value="x">Section across x</option>
        <option value="y">Section across y</option>
        <option value="z">Section across z</option>
      </select>
      {cut.axis !== 'none' && (
        <input
          type="range"
          min={0}
          max={100}
          value={Math.round(cut.share * 100)}
          aria-label={`Place of the section along ${cut.axis}, per cent`}
          onChange={({ target }) => onCut({ ...cut, share: Number(target.value) / 100 })}
        />
      )}
    </div>
  );
}
