import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { router } from './routes.tsx';
import { startRenewal } from './session/renewal.ts';
import { startClock } from './ui/clock.ts';
import { startTheme } from './ui/theme.ts';
import { LanguageProvider } from './texts/index.tsx';
import './ui/tokens.css';
import './ui/base.css';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');
startTheme();
startClock();
startRenewal();
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <LanguageProvider>
      <RouterProvider router={router} />
    </LanguageProvider>
  </QueryClientProvider>,
);
