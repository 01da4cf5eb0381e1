import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/client.ts';
import { router } from './routes.tsx';
import { startClock } from './ui/clock.ts';
import { LanguageProvider } from './texts/index.tsx';
import './ui/tokens.css';
import './ui/base.css';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server refused will be refused again; only a broken line is worth another try.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status < 500),
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');
startClock();
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <LanguageProvider>
      <RouterProvider router={router} />
    </LanguageProvider>
  </QueryClientProvider>,
);
