// The view and its state live in the address, after '#': a view can be shared, and a report opened from a file has pages
// too. "#/" is the project's first page, "#/page/NAME" another one.
export const places = ['explore', 'answers', 'console', 'model', 'quality', 'runs'] as const;
export type Place = (typeof places)[number];

export interface View {
  place: Place | 'page';
  /// Of a page; empty for the first.
  page: string;
  params: URLSearchParams;
}

export function parseAddress(hash: string): View {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const params = new URLSearchParams(query);
  const place = places.find((known) => known === path);
  if (place) return { place, page: '', params };
  let page = '';
  try {
    page = path.startsWith('page/') ? decodeURIComponent(path.slice(5)) : '';
  } catch {
    // Not a name: the first page.
  }
  return { place: 'page', page, params };
}

export function address(place: Place | 'page', params?: URLSearchParams, page = ''): string {
  const path = place === 'page' ? (page ? `page/${encodeURIComponent(page)}` : '') : place;
  const query = params?.toString();
  return query ? `#/${path}?${query}` : `#/${path}`;
}

class Route {
  private now = $state.raw(parseAddress(location.hash));
  readonly place = $derived(this.now.place);
  readonly page = $derived(this.now.page);
  readonly params = $derived(this.now.params);

  constructor() {
    addEventListener('hashchange', () => (this.now = parseAddress(location.hash)));
  }

  /// Another view of the page; `change` edits its parameters.
  edit(change: (params: URLSearchParams) => void) {
    const params = new URLSearchParams(this.now.params);
    change(params);
    location.hash = address(this.now.place, params, this.now.page);
  }

  go(place: Place | 'page', params?: URLSearchParams, page = '') {
    location.hash = address(place, params, page);
  }
}

export const route = new Route();
