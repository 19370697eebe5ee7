import { useEffect, useImperativeHandle, type Ref, type RefObject } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { LongListRow, type BodyRowProps } from './body-row';

export interface LongListHandle {
  scrollTo: (index: number) => void;
}

/** The rows of a long list, of which only those in sight are drawn. A component of its own: scrolling draws nothing else again. */
export function LongList<Row>({
  box,
  ids,
  height,
  propsOf,
  ref,
}: {
  /** What scrolls. */
  box: RefObject<HTMLDivElement | null>;
  ids: readonly string[];
  /** Of a row, px. */
  height: number;
  propsOf: (index: number, top: number) => BodyRowProps<Row>;
  ref: Ref<LongListHandle>;
}) {
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 8,
  });
  useEffect(() => virtualizer.measure(), [height, virtualizer]);
  useImperativeHandle(ref, () => ({ scrollTo: (index) => virtualizer.scrollToIndex(index) }), [virtualizer]);
  return (
    <div role="rowgroup" className="table-body" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, start }) => (
        <LongListRow key={ids[index]} {...propsOf(index, start)} />
      ))}
    </div>
  );
}
