import 'antd/dist/reset.css';
import './theme/page.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ProblemError } from './api/problem-error.js';
import { App } from './app.js';
import { startTranslations } from './i18n/i18n.js';
import { router } from './router.js';
import { ThemeProvider } from './theme/theme-choice.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal does not change by asking again; an outage may, and twice is enough before a person is told.
      retry: (failures, error) => failures < 2 && error instanceof ProblemError && error.isPassing,
      // Nothing moves under the pointer because somebody came back to the window.
      refetchOnWindowFocus: false,
      staleTime: 5_000,
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');

await startTranslations();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ThemeProvider>
        <App>
          <RouterProvider router={router} />
        </App>
      </ThemeProvider>
    </QueryClientProvider>
  </StrictMode>,
);
