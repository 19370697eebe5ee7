import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { PlaceProvider } from './api/hotels';
import { KindTitlesProvider } from './api/job-kinds';
import { queryClient } from './app/query-client';
import { router } from './app/router';
import { ConfirmProvider } from './kit/confirm';
import { LateRefusals } from './kit/late-refusals';
import { Toasts } from './kit/toast';
import { startKeys } from './shell/keys';
import { followTheme } from './shell/theme';
import './styles/tokens.css';
import './styles/base.css';
import './styles/kit.css';
import './styles/shell.css';

followTheme();
startKeys();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    {/* The content security policy forbids style elements; Base UI would add some. */}
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <PlaceProvider>
          <KindTitlesProvider>
            <Toasts>
              <ConfirmProvider>
                <RouterProvider router={router} />
                <LateRefusals />
              </ConfirmProvider>
            </Toasts>
          </KindTitlesProvider>
        </PlaceProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
