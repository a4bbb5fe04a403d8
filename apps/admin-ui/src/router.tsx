import { createRootRoute, createRoute, createRouter, type RouteComponent, useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { SignedIn } from './app.js';
import { addressBase } from './location/use-location.js';
import { pages } from './pages.js';
import { LoadingPage, PageFailure, UnknownPage } from './shell/no-page.js';
import { addressOfPage, pageNames } from './shell/pages.js';

const root = createRootRoute({ component: SignedIn });

const routes = pageNames.flatMap((name) => {
  const { list, item } = pages[name] ?? {};
  const address = addressOfPage(name);
  return [
    ...(list ? [createRoute({ getParentRoute: () => root, path: address || '/', component: list })] : []),
    ...(item ? [createRoute({ getParentRoute: () => root, path: `${address}/$id`, component: withId(item) })] : []),
  ];
});

function withId(Item: ComponentType<{ id: string }> & { preload?: () => Promise<void> }): RouteComponent {
  const ItemAtAddress = () => <Item id={useParams({ strict: false, select: ({ id }) => id ?? '' })} />;
  return Object.assign(ItemAtAddress, { preload: () => Item.preload?.() });
}

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: addressBase,
  // Values stay the strings they are: an id of digits is no number, and what an address says is never rewritten.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (values) => {
    const query = new URLSearchParams(values as Record<string, string>).toString();
    return query && `?${query}`;
  },
  scrollRestoration: true,
  // Another item is another page: nothing typed for the one before may end up in it.
  defaultRemountDeps: ({ params }) => params,
  defaultPendingComponent: LoadingPage,
  defaultPendingMs: 300,
  defaultNotFoundComponent: UnknownPage,
  defaultErrorComponent: PageFailure,
});
