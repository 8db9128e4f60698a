// The API, or what a report has of it.
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint = '',
  ) {
    super(message);
  }
}

/// In a report: the answers that it brings, by address.
const report: Record<string, unknown> | null = (() => {
  const element = document.getElementById('rox-report');
  return element ? JSON.parse(element.textContent ?? 'null') : null;
})();

export const isReport = report !== null;

export function apiAddress(path: string, params?: URLSearchParams): string {
  const query = params?.toString();
  return `api/v1/${path}${query ? `?${query}` : ''}`;
}

async function ask(path: string, params: URLSearchParams | undefined, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(apiAddress(path, params), { signal, cache: 'no-cache' });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('unreachable', '');
  }
}

function fromReport(path: string, params?: URLSearchParams): unknown {
  const query = params?.toString();
  // A page is in a report with the report's own selection, whatever is asked for.
  const found = report?.[query && !path.startsWith('pages/') ? `${path}?${query}` : path];
  if (found === undefined) throw new ApiError('report', '');
  return found;
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body = await response.json().catch(() => ({ error: {} }));
  throw new ApiError(body.error?.code ?? 'failed', body.error?.message ?? response.statusText, body.error?.hint ?? '');
}

export async function getJson<T>(path: string, params?: URLSearchParams, signal?: AbortSignal): Promise<T> {
  if (isReport) return fromReport(path, params) as T;
  return (await checked(await ask(path, params, signal))).json();
}

export async function getText(path: string, params?: URLSearchParams, signal?: AbortSignal): Promise<string> {
  if (isReport) return fromReport(path, params) as string;
  return (await checked(await ask(path, params, signal))).text();
}
