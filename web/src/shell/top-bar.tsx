import { Compass, Globe, HelpCircle, LogOut, Monitor, Moon, Search, Sun, UserRound } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { useChosenHotel, useHotels } from '../api/hotels';
import { useOwnZone } from '../api/preferences';
import { useEndTour, useLogOut, useMe } from '../api/session';
import { Button } from '../kit/button';
import { Link } from '../kit/link';
import { Menu } from '../kit/menu';
import { Select } from '../kit/select';
import { useTell } from '../kit/toast';
import { LiveIndicator } from '../live/live-indicator';
import { THEMES, useTheme } from './theme';

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon };

export function TopBar({ onPalette, onHelp }: { onPalette: () => void; onHelp: () => void }) {
  const { user, tenant } = useMe();
  return (
    <header className="top-bar">
      <Link to="/" className="brand" aria-label="Nightshift, first page">
        <img src="/favicon.svg" alt="" width={20} height={20} />
        <span>Nightshift</span>
      </Link>
      <span className="tenant" title={tenant ? 'Your company' : undefined}>
        <bdi>{tenant?.name ?? 'All companies'}</bdi>
      </span>
      <HotelChoice />
      <button type="button" className="button button-plain palette-button" onClick={onPalette}>
        <Search size={14} aria-hidden />
        <span>Go to…</span>
        <kbd aria-hidden>Ctrl K</kbd>
      </button>
      <span className="top-gap" />
      <LiveIndicator />
      <ZoneSwitch />
      <Button kind="quiet" icon={HelpCircle} aria-label="Keys and states" onClick={onHelp} />
      <UserMenu email={user.email ?? ''} role={user.role} />
    </header>
  );
}

/** All pages show one hotel or all of them. */
function HotelChoice() {
  const hotels = useHotels();
  const [chosen, choose] = useChosenHotel();
  if (hotels.length < 2) return hotels[0] ? <span className="hotel-name muted">{hotels[0].name}</span> : null;
  return (
    <Select
      label="Hotel"
      value={chosen ? String(chosen.id) : 'all'}
      onChange={(value) => choose(value === 'all' ? undefined : Number(value))}
      choices={[
        { value: 'all', label: 'All hotels' },
        ...hotels.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
    />
  );
}

/** Instants are shown in the hotel's zone, or all of them in one's own. */
function ZoneSwitch() {
  const { on, zone, set } = useOwnZone();
  return (
    <Button
      kind="quiet"
      icon={Globe}
      aria-pressed={on}
      title={on ? `Times are in your zone, ${zone}` : "Times are in the hotel's zone"}
      onClick={() => set(!on)}
      className="zone-switch"
    >
      <span>{on ? 'My zone' : 'Hotel zone'}</span>
    </Button>
  );
}

function UserMenu({ email, role }: { email: string; role: string }) {
  const [theme, setTheme] = useTheme();
  const logOut = useLogOut();
  const tell = useTell();
  const client = useQueryClient();
  const { tenant, preferences } = useMe();
  const endTour = useEndTour();
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="button button-quiet button-icon"
          aria-label={`You are ${email}, ${role}`}
          title={`${email}, ${role}`}
        />
      }
      entries={[
        ...THEMES.map((one) => ({
          label: `${one === theme ? '✓ ' : ''}Theme: ${one}`,
          icon: THEME_ICONS[one],
          run: () => setTheme(one),
        })),
        ...(tenant?.demo && preferences.tourEnded
          ? [{ label: 'Show the tour again', icon: Compass, run: () => void endTour(false), apart: true }]
          : []),
        { label: 'Load everything anew', icon: Globe, run: () => void client.invalidateQueries(), apart: true },
        {
          label: 'Log out',
          icon: LogOut,
          run: () => void logOut().catch((error: unknown) => tell.failed(error)),
          apart: true,
        },
      ]}
    >
      <UserRound size={16} aria-hidden />
    </Menu>
  );
}
