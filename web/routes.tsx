import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readDisclosureFilter } from './disclosure/filter.ts';
import { HomePage } from './portal/home.tsx';
import { lotQuery, portalQuery, searchQuery, timelineQuery } from './api/reads.ts';
import { queryClient } from './api/query-client.ts';
import { readFilter, searchParams } from './portal/filter.ts';
import { CrashPage, NotFoundPage } from './shell/error-pages.tsx';
import { Shell } from './shell/shell.tsx';

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage, errorComponent: CrashPage });

const homeRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/', validateSearch: readFilter, component: HomePage,
  // what a page shows is asked for while its script is still on the way; nothing waits for it here
  loaderDeps: ({ search }) => search,
  loader: ({ deps }) => { void queryClient.prefetchQuery(portalQuery); void queryClient.prefetchQuery(searchQuery(searchParams(deps))); },
});

const lotRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/lots/$lotId', component: lazyRouteComponent(() => import('./lot/lot-page.tsx'), 'LotPage'),
  loader: ({ params }) => { void queryClient.prefetchQuery(lotQuery(params.lotId)); void queryClient.prefetchQuery(timelineQuery(params.lotId)); },
  // the open proof stands in the address, so it can be sent to someone
  validateSearch: (search: Record<string, unknown>): { proof?: string } => textMember(search, 'proof'),
});

const openingRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/lots/$lotId/opening',
  component: lazyRouteComponent(() => import('./opening/opening-page.tsx'), 'OpeningPage'),
  validateSearch: (search: Record<string, unknown>): { proof?: string } => textMember(search, 'proof'),
});

const verifyRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/verify', component: lazyRouteComponent(() => import('./verify/verify-page.tsx'), 'VerifyPage'),
  // QR codes say ?certificate=NO; everything else asks with ?q=
  validateSearch: (search: Record<string, unknown>): { q?: string; certificate?: string } => ({
    ...textMember(search, 'q'), ...textMember(search, 'certificate'),
  }),
});

const disclosureRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/disclosure', component: lazyRouteComponent(() => import('./disclosure/disclosure-page.tsx'), 'DisclosurePage'), validateSearch: readDisclosureFilter,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/sign-in', component: lazyRouteComponent(() => import('./session/sign-in-page.tsx'), 'SignInPage'),
  validateSearch: (search: Record<string, unknown>): { back?: string } => textMember(search, 'back'),
});

const registerRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/register', component: lazyRouteComponent(() => import('./register/register-page.tsx'), 'RegisterPage'),
  validateSearch: (search: Record<string, unknown>): { for?: string } => textMember(search, 'for'),
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/account', component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
});

const deskRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/desk', component: lazyRouteComponent(() => import('./desk/desk-page.tsx'), 'DeskPage'),
  validateSearch: (search: Record<string, unknown>): { find?: string; by?: string } => ({ ...textMember(search, 'find'), ...textMember(search, 'by') }),
});

const deskNewRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/desk/new-project', component: lazyRouteComponent(() => import('./desk/new-project-page.tsx'), 'NewProjectPage'),
});

const deskLotRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/desk/lots/$lotId', component: lazyRouteComponent(() => import('./desk/desk-lot-page.tsx'), 'DeskLotPage'),
});

const notificationsRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/desk/notifications', component: lazyRouteComponent(() => import('./desk/notifications-page.tsx'), 'NotificationsPage'),
});

const deskBidRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/desk/lots/$lotId/bid', component: lazyRouteComponent(() => import('./desk/bid/bid-page.tsx'), 'BidPage'),
});

const deskTalksRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/desk/lots/$lotId/talks', component: lazyRouteComponent(() => import('./desk/bid/talks-page.tsx'), 'TalksPage'),
});

const deskOrdersRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/desk/lots/$lotId/orders', component: lazyRouteComponent(() => import('./desk/framework/orders-page.tsx'), 'OrdersPage'),
});

const deskConsentRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/desk/lots/$lotId/consent', component: lazyRouteComponent(() => import('./desk/bid/consent-page.tsx'), 'ConsentPage'),
});

const deskReceiptRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/desk/lots/$lotId/receipts/$bidId', component: lazyRouteComponent(() => import('./desk/bid/receipt.tsx'), 'ReceiptPage'),
});

const deskActRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/desk/lots/$lotId/$act', component: lazyRouteComponent(() => import('./desk/act-page.tsx'), 'ActPage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([homeRoute, lotRoute, openingRoute, verifyRoute, disclosureRoute, signInRoute, registerRoute, accountRoute, deskRoute, deskNewRoute, deskLotRoute, notificationsRoute, deskBidRoute, deskTalksRoute, deskOrdersRoute, deskConsentRoute, deskReceiptRoute, deskActRoute]),
  defaultPreload: 'intent', scrollRestoration: true, defaultErrorComponent: CrashPage, defaultNotFoundComponent: NotFoundPage,
  // plain ?q=text addresses, readable and typeable by people (the default would quote strings that look like numbers)
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const pairs = Object.entries(search).filter(([, v]) => v !== undefined && v !== '').map(([k, v]) => [k, String(v)]);
    return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  /** what the page before had just done; it goes with the entry of the history and stands in no address */
  interface HistoryState {
    drafted?: true;
  }
}

function textMember<K extends string>(search: Record<string, unknown>, key: K): { [P in K]?: string } {
  const value = search[key];
  return typeof value === 'string' && value !== '' ? ({ [key]: value.slice(0, 200) } as { [P in K]?: string }) : {};
}
