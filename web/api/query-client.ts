import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './client.ts';

/** One cache for the pages and for what stands outside them (signing in, acting). */
export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server refused will be refused again; only a broken line is worth another try.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status < 500),
    },
  },
});
