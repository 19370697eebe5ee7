import type { RoomChoice } from './rooms-query';
import { roomText } from './rooms-query';

/** A room by its number, or the one that fits best, which the server picks. */
export function RoomSelect({
  rooms,
  best,
  value,
  onChange,
  id,
  'aria-describedby': describedBy,
}: {
  rooms: readonly RoomChoice[];
  /** What is done without a choice. */
  best: string;
  value: string;
  onChange: (value: string) => void;
  id?: string;
  'aria-describedby'?: string;
}) {
  return (
    <select
      id={id}
      aria-describedby={describedBy}
      className="native-select"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{best}</option>
      {rooms.map((room) => (
        <option key={room.id} value={room.id} disabled={room.taken !== undefined}>
          {roomText(room)}
        </option>
      ))}
    </select>
  );
}
