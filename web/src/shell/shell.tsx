import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { Tooltip } from '@base-ui/react/tooltip';
import { usePreferencesOfServer } from '../api/preferences';
import { useMe } from '../api/session';
import { navPages } from '../app/pages';
import { endLive } from '../live/live';
import { BottomNav } from './bottom-nav';
import { HelpSheet } from './help-sheet';
import { GoKeys } from './go-keys';
import { useShortcut } from './keys';
import { OfflineBar } from './offline-bar';
import { Palette } from './palette';
import { ServiceBar } from './service-bar';
import { SideNav } from './side-nav';
import { applyTheme } from './theme';
import { TopBar } from './top-bar';

// On the demo only, until it has been ended.
const Tour = lazy(() => import('./tour'));

/** What surrounds every page of somebody who is logged in. */
export function Shell({ children }: { children: ReactNode }) {
  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  const { user, tenant, preferences } = useMe();
  const pages = navPages(user.role);
  usePreferencesOfServer(applyTheme);
  // Gone with the person: nobody else must hear what her stream tells.
  useEffect(() => endLive, []);
  useShortcut('?', 'Keys and states', () => setHelp(true), 'Everywhere');
  useShortcut('mod+k', 'Go to, or do', () => setPalette(true), 'Everywhere');
  return (
    <Tooltip.Provider delay={300}>
      <div className="shell">
        <a className="skip" href="#main">
          To the content
        </a>
        <TopBar onPalette={() => setPalette(true)} onHelp={() => setHelp(true)} />
        <SideNav pages={pages} />
        <main id="main" className="main" tabIndex={-1}>
          <OfflineBar />
          <ServiceBar />
          {children}
          {tenant?.demo && !preferences.tourEnded && (
            <Suspense fallback={null}>
              <Tour pages={pages} />
            </Suspense>
          )}
        </main>
        <BottomNav pages={pages} />
        <GoKeys pages={pages} />
        {help && <HelpSheet onClose={() => setHelp(false)} />}
        {palette && <Palette pages={pages} onClose={() => setPalette(false)} />}
      </div>
    </Tooltip.Provider>
  );
}
