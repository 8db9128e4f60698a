// The page and its filters live in the address, after '#': a view can be shared, and a report opened from a file has
// pages too.
export const pages = ['sales', 'answers', 'model', 'runs', 'quality'] as const;
export type Page = (typeof pages)[number];

function read(): { page: Page; params: URLSearchParams } {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const page = pages.find((known) => known === path) ?? 'sales';
  return { page, params: new URLSearchParams(query) };
}

class Route {
  private now = $state.raw(read());
  readonly page = $derived(this.now.page);
  readonly params = $derived(this.now.params);

  constructor() {
    addEventListener('hashchange', () => (this.now = read()));
  }

  /// Another view of the page; `change` edits its parameters.
  edit(change: (params: URLSearchParams) => void) {
    const params = new URLSearchParams(this.now.params);
    change(params);
    location.hash = address(this.now.page, params);
  }
}

export function address(page: Page, params?: URLSearchParams): string {
  const query = params?.toString();
  return query ? `#/${page}?${query}` : `#/${page}`;
}

export const route = new Route();
