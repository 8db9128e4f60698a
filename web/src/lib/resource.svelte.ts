// Something that is fetched, shown while it is fetched anew, and fetched again when what it depends on changes.
import { ApiError } from './api';

const kAgain = 3000; // milliseconds until a failure that may go away by itself is tried again

export class Resource<T> {
  data = $state.raw<T | null>(null);
  error = $state.raw<ApiError | null>(null);
  loading = $state(true);
  private abort: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private load: (signal: AbortSignal) => Promise<T>;

  constructor(load: (signal: AbortSignal) => Promise<T>) {
    this.load = load;
  }

  /// What was shown stays until the new data are here.
  async fetch() {
    this.abort?.abort();
    clearTimeout(this.timer);
    const mine = (this.abort = new AbortController());
    this.loading = true;
    try {
      const data = await this.load(mine.signal);
      if (mine.signal.aborted) return;
      this.data = data;
      this.error = null;
    } catch (error) {
      if (mine.signal.aborted) return;
      this.error = error instanceof ApiError ? error : new ApiError('failed', String(error));
      const passing = ['unreachable', 'warehouse', 'busy'].includes(this.error.code);
      if (passing) this.timer = setTimeout(() => void this.fetch(), kAgain);
    }
    this.loading = false;
  }

  stop() {
    this.abort?.abort();
    clearTimeout(this.timer);
  }
}
