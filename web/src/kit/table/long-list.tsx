import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type Ref, type RefObject } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { LongListRow, type BodyRowProps } from './body-row';
import { RowKeys } from './row-keys';

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
  const [rowKeys] = useState(() => new RowKeys());
  const drawn = virtualizer.getVirtualItems();
  const keys = rowKeys.of(drawn.map(({ index }) => ids[index]!));

  // The focus does not pass to the row that is drawn in the place of the one that had it.
  const focused = useRef<string>(undefined);
  const rowOf = (element: Element | null) => element?.closest<HTMLElement>('[data-row]')?.dataset['row'];
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const active = document.activeElement;
    if (body.current?.contains(active) && rowOf(active) !== focused.current) (active as HTMLElement).blur();
  });
  return (
    <div
      ref={body}
      role="rowgroup"
      className="table-body"
      style={{ height: virtualizer.getTotalSize() }}
      onFocus={({ target }) => (focused.current = rowOf(target))}
    >
      {drawn.map(({ index, start }, at) => (
        <LongListRow key={keys[at]} {...propsOf(index, start)} />
      ))}
    </div>
  );
}
